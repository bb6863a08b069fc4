/** The screen Influencers: the ranked list and the map in step, and the address in step with both. */

import { query, readState, type State } from "./common/address";
import { part } from "./common/dom";
import { getHtml, isAborted } from "./common/http";
import { mapOf } from "./map";
import { WHOLE, type Camera } from "./map/renderer";
import type { MapEvents, MapView } from "./map/view";

const NAMES = ["reading", "cluster", "limit", "person", "camera", "tab"] as const;
const LISTED = ["reading", "cluster", "limit"] as const;
const DRAWN = ["reading", "cluster"] as const;

class Screen {
  private state: State = readState(location.search, NAMES);
  private readonly panel: HTMLElement;
  private asked = new AbortController();

  constructor(
    private readonly root: HTMLElement,
    private readonly map: MapView,
  ) {
    this.panel = part(root, "panel");
    this.listenToList();
    this.listenToMap();
    addEventListener("popstate", () => void this.apply(readState(location.search, NAMES)));
    void this.draw(true);
  }

  /** Goes to another state, as a step that the back button undoes. */
  private go(change: State): void {
    const next = { ...this.state, ...change };
    history.pushState(null, "", location.pathname + query(next));
    void this.apply(next);
  }

  private async apply(next: State): Promise<void> {
    const before = this.state;
    this.state = next;
    const differs = (names: readonly string[]): boolean => names.some((name) => before[name] !== next[name]);
    this.root.dataset.tab = next.tab || "list";
    if (differs(LISTED)) void this.list();
    if (differs(DRAWN)) await this.draw(before.cluster !== next.cluster);
    else if (next.person !== (this.map.selected ?? "")) this.map.select(next.person || null, true);
    this.mark();
  }

  private async list(): Promise<void> {
    this.asked.abort();
    this.asked = new AbortController();
    const focused = document.activeElement?.getAttribute("href");
    this.panel.setAttribute("aria-busy", "true");
    try {
      const { reading, cluster, limit } = this.state;
      const html = await getHtml(this.root.dataset.panelUrl + query({ reading: reading!, cluster: cluster!, limit: limit! }), this.asked.signal);
      this.panel.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
      this.panel.querySelector<HTMLElement>(`a[href="${CSS.escape(focused ?? "")}"]`)?.focus();
      this.mark();
    } catch (error) {
      if (!isAborted(error)) location.reload();
    } finally {
      this.panel.removeAttribute("aria-busy");
    }
  }

  private async draw(anew: boolean): Promise<void> {
    const { reading, cluster, person, camera } = this.state;
    const url = this.root.dataset.mapUrl + query({ reading: reading!, cluster: cluster! });
    await this.map.load(url, anew ? asCamera(camera!) : this.map.camera);
    this.map.pickCluster(cluster ? Number(cluster) : null);
    this.map.select(person || null, !camera);
    this.mark();
  }

  private listenToList(): void {
    this.root.addEventListener("click", (event) => {
      const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[data-go]") : null;
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const asked = readState(link.search, NAMES);
      if (link.dataset.go === "person") this.go({ person: asked.person!, tab: "map", camera: "" });
      else if (link.dataset.go === "tab") this.go({ tab: asked.tab! });
      else this.go({ ...asked, person: this.state.person!, camera: asked.cluster === this.state.cluster ? this.state.camera! : "" });
    });
    this.panel.addEventListener("pointerover", (event) => this.map.hover(rowOf(event)?.dataset.key ?? null));
    this.panel.addEventListener("pointerleave", () => this.map.hover(null));
    this.panel.addEventListener("focusin", (event) => this.map.hover(rowOf(event)?.dataset.key ?? null));
    this.root.addEventListener("click", (event) => {
      if (event.target instanceof Element && event.target.closest("[data-copy]")) void this.copy();
    });
  }

  private listenToMap(): void {
    const on = <K extends keyof MapEvents>(name: K, heard: (detail: MapEvents[K], event: Event) => void): void =>
      this.map.element.addEventListener(`map:${name}`, (event) => heard((event as CustomEvent<MapEvents[K]>).detail, event));
    on("hover", ({ key }) => this.mark(key));
    on("select", ({ key }) => {
      if ((key ?? "") !== this.state.person) this.go({ person: key ?? "" });
    });
    on("cluster", ({ number }, event) => {
      event.preventDefault();
      this.go({ cluster: number === null ? "" : String(number), camera: "" });
    });
    on("camera", ({ camera }) => {
      this.state = { ...this.state, camera: isWhole(camera) && !this.state.person ? "" : asText(camera) };
      history.replaceState(null, "", location.pathname + query(this.state));
    });
  }

  /** Marks the rows of the selected and the hovered person. */
  private mark(hovered: string | null = null): void {
    for (const row of this.panel.querySelectorAll<HTMLElement>("[data-key]")) {
      const selected = row.dataset.key === this.state.person;
      if (selected && row.getAttribute("aria-current") !== "true") row.scrollIntoView({ block: "nearest" });
      row.setAttribute("aria-current", String(selected));
      row.classList.toggle("pointed", row.dataset.key === hovered);
    }
  }

  private async copy(): Promise<void> {
    await navigator.clipboard.writeText(location.href);
    part(this.root, "copied").textContent = this.map.texts.fill("copied");
  }
}

function rowOf(event: Event): HTMLElement | null {
  return event.target instanceof Element ? event.target.closest<HTMLElement>("[data-key]") : null;
}

/** Whether the camera is where it is anyway, when nobody is selected. */
function isWhole({ x, y, ratio }: Camera): boolean {
  return Math.abs(x - WHOLE.x) + Math.abs(y - WHOLE.y) + Math.abs(ratio - WHOLE.ratio) < 0.002;
}

function asText({ x, y, ratio }: Camera): string {
  return [x, y, ratio].map((value) => value.toFixed(3)).join(",");
}

function asCamera(text: string): Camera {
  const [x, y, ratio] = text.split(",").map(Number);
  return x !== undefined && y !== undefined && ratio && [x, y, ratio].every(Number.isFinite) ? { x, y, ratio } : WHOLE;
}

const root = document.querySelector<HTMLElement>("[data-influencers]");
const map = root?.querySelector<HTMLElement>("[data-map]");
if (root && map) new Screen(root, mapOf(map));
