/** The menu of a map: keeping it as a picture, as a file for other programs, or as a page that stands alone. */

import { part } from "../common/dom";
import { told } from "./card";
import { fileName, png, svg } from "./export";
import type { MapView } from "./view";

/** How the one address ends that writes maps as files. */
const WHOLE_MAP = "/api/map";

export class MapMenu {
  constructor(
    private readonly menu: HTMLElement,
    private readonly view: MapView,
  ) {
    const details = this.menu as HTMLDetailsElement;
    details.addEventListener("toggle", () => details.open && this.offer());
    part(menu, "png").addEventListener("click", () => void this.keep(() => png(view), "png"));
    part(menu, "svg").addEventListener("click", () => void this.keep(async () => svg(view), "svg"));
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !details.open) return;
      event.stopPropagation();
      this.close();
    });
    document.addEventListener("click", (event) => {
      if (event.target instanceof Node && !menu.contains(event.target)) details.open = false;
    });
  }

  /** Links to what the server writes: the map of a market as a file, a page around somebody where one is meant. */
  private offer(): void {
    const { url, selected, network } = this.view;
    for (const format of ["gexf", "graphml"]) {
      const link = part<HTMLAnchorElement>(this.menu, format);
      link.hidden = url === null || !new URL(url, location.href).pathname.endsWith(WHOLE_MAP);
      if (url) link.href = url + (url.includes("?") ? "&" : "?") + `format=${format}`;
    }
    const page = part<HTMLAnchorElement>(this.menu, "page");
    const centre = selected ?? network?.data.centre ?? null;
    page.hidden = centre === null || !/^(contact|employee|customer):/.test(centre);
    if (centre) page.href = this.menu.dataset["pageUrl"]!.replace("KEY", encodeURIComponent(centre));
  }

  private async keep(make: () => Promise<Blob>, ending: string): Promise<void> {
    try {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(await make());
      link.download = `${fileName(this.view)}.${ending}`;
      link.click();
      window.setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
      this.close();
    } catch (error) {
      part(this.view.element, "live").textContent = told(error);
    }
  }

  private close(): void {
    (this.menu as HTMLDetailsElement).open = false;
    this.menu.querySelector("summary")?.focus();
  }
}
