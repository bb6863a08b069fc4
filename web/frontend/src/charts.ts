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
import { UPDATED } from "./common/update";

use([BarChart, LineChart, HeatmapChart, SankeyChart, TreeChart]);
use([GridComponent, TooltipComponent, LegendScrollComponent, VisualMapPiecewiseComponent, AriaComponent, CanvasRenderer]);

class Figure {
  private readonly stage: HTMLElement;
  /** What is drawn, as the page says it. */
  private text = "";
  private data: unknown;
  private readonly chart: ECharts;
  private readonly gone = new AbortController();

  constructor(private readonly element: HTMLElement) {
    this.stage = part(element, "stage");
    this.chart = init(this.stage, null, { renderer: "canvas", locale: document.documentElement.lang.startsWith("zh") ? "ZH" : "EN" });
    this.read(!prefersStillness());
    this.chart.on("click", (event) => this.open(event));
    new ResizeObserver(() => this.resize()).observe(this.stage);
    watchTheme(() => this.draw(false), this.gone.signal);
  }

  /** Draws what the page says, unless that is drawn already. */
  read(animated: boolean): void {
    const text = part(this.element, "data").textContent || "null";
    if (text === this.text) return;
    this.text = text;
    this.data = JSON.parse(text);
    this.draw(animated);
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
          label: { description: this.element.dataset["name"] ?? "" },
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

const figures = new WeakMap<HTMLElement, Figure>();

/** Draws the figures of the page that are not drawn yet, and anew those whose data has changed. */
function drawCharts(): void {
  for (const element of document.querySelectorAll<HTMLElement>("[data-chart]")) {
    const known = figures.get(element);
    if (known) known.read(false);
    else figures.set(element, new Figure(element));
  }
}

drawCharts();
document.addEventListener("htmx:load", drawCharts);
document.addEventListener(UPDATED, drawCharts);
