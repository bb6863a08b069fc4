/** Draws the figures that the macro `chart` writes; a click on a datum opens what is behind it. */

import { BarChart, HeatmapChart, LineChart, SankeyChart, TreeChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendScrollComponent, TooltipComponent, VisualMapPiecewiseComponent } from "echarts/components";
import { init, use, type ECElementEvent, type ECharts } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import type { Kind } from "./charts/data";
import { Look } from "./charts/look";
import { drawing } from "./charts/options";
import { part, prefersStillness } from "./common/dom";
import { watchTheme } from "./common/theme";

use([BarChart, LineChart, HeatmapChart, SankeyChart, TreeChart]);
use([GridComponent, TooltipComponent, LegendScrollComponent, VisualMapPiecewiseComponent, AriaComponent, CanvasRenderer]);

class Figure {
  private readonly stage: HTMLElement;
  private readonly data: unknown;
  private readonly chart: ECharts;
  private readonly gone = new AbortController();

  constructor(private readonly element: HTMLElement) {
    this.stage = part(element, "stage");
    this.data = JSON.parse(part(element, "data").textContent || "null");
    this.chart = init(this.stage, null, { renderer: "canvas", locale: document.documentElement.lang.startsWith("zh") ? "ZH" : "EN" });
    this.draw(!prefersStillness());
    this.chart.on("click", (event) => this.open(event));
    new ResizeObserver(() => this.resize()).observe(this.stage);
    watchTheme(() => this.draw(false), this.gone.signal);
  }

  private draw(animated: boolean): void {
    const look = new Look(this.element, this.element.dataset["unit"] ?? "", this.stage.clientWidth);
    const { option, height } = drawing(this.element.dataset["chart"] as Kind, this.data, look);
    if (height) {
      this.stage.style.height = `${height}px`;
      this.chart.resize();
    }
    const tooltip = {
      renderMode: "richText",
      confine: true,
      backgroundColor: look.raised,
      borderColor: look.line,
      padding: [6, 10],
      textStyle: { color: look.text, fontFamily: look.font, fontSize: 13, lineHeight: 19 },
    };
    this.chart.setOption(
      {
        animation: animated,
        animationDuration: 250,
        textStyle: { fontFamily: look.font, fontSize: 12 },
        aria: {
          enabled: true,
          label: { description: this.stage.dataset["name"] ?? "" },
          decal: { show: matchMedia("(prefers-contrast: more)").matches },
        },
        ...option,
        tooltip: { ...tooltip, ...(option["tooltip"] as object) },
      },
      { notMerge: true },
    );
  }

  private resize(): void {
    if (!this.element.isConnected) this.leave();
    else if (this.stage.clientWidth !== this.chart.getWidth() || this.stage.clientHeight !== this.chart.getHeight()) {
      this.chart.resize();
      this.draw(false);
    }
  }

  /** A page may do something else instead: `chart:pick` can be prevented. */
  private open({ data, event }: ECElementEvent): void {
    const url = (data as { url?: string } | undefined)?.url;
    const pointer = event?.event as MouseEvent | undefined;
    if (!url || !this.element.dispatchEvent(new CustomEvent("chart:pick", { bubbles: true, cancelable: true, detail: { url } }))) return;
    if (pointer?.ctrlKey || pointer?.metaKey) window.open(url, "_blank", "noopener");
    else location.assign(url);
  }

  private leave(): void {
    this.gone.abort();
    this.chart.dispose();
  }
}

/** Draws the figures under `root` that are not drawn yet. */
export function drawCharts(root: ParentNode): void {
  for (const element of root.querySelectorAll<HTMLElement>("[data-chart]:not([data-drawn])")) {
    element.dataset["drawn"] = "";
    new Figure(element);
  }
}

drawCharts(document);
document.addEventListener("htmx:load", () => drawCharts(document));
