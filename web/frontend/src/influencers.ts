/** The screen Influencers: the ranked list and the map in step, and the address in step with both. */

import { query, readState, type State } from "./common/address";
import { part } from "./common/dom";
import { getHtml, isAborted } from "./common/http";
import { morph, UPDATED } from "./common/update";
import { ReachLayer, type Reacher } from "./influencers/reach";
import { mapOf } from "./map";
import { cameraFrom, cameraText } from "./map/camera";
import { onMap } from "./map/events";
import { renew } from "./map/neighbours";
import type { MapView } from "./map/view";

const MARKET = ["region", "industry", "segment", "tier", "cluster", "city", "company"] as const;
const LISTED = ["aim", ...MARKET, "k", "budget", "each", "costs", "without", "opted"] as const;
const NAMES = [...LISTED, "person", "compare", "camera", "tab"] as const;
const DRAWN = ["aim", "cluster"] as const;
/** What the map is drawn by where an aim is not itself a reading of everybody. */
const READINGS: Record<string, string> = { bridge: "betweenness", closeness: "harmonic", connections: "degree" };

class Screen {
  private state: State = readState(location.search, NAMES);
  private readonly panel: HTMLElement;
  private readonly reach: ReachLayer;
  private readonly dialog: HTMLDialogElement;
  private asked = new AbortController();
  /** The one of two people to compare who is chosen already. */
  private comparing: string | null = null;

  constructor(
    private readonly root: HTMLElement,
    private readonly map: MapView,
  ) {
    this.panel = part(root, "panel");
    this.dialog = part<HTMLDialogElement>(root, "compare");
    this.reach = new ReachLayer(map, part(map.element, "stage"), root.dataset["reachUrl"]!);
    this.listenToList();
    this.listenToWishes();
    this.listenToMap();
    addEventListener("popstate", () => void this.apply(readState(location.search, NAMES)));
    document.addEventListener(UPDATED, () => void this.renew());
    if ("later" in this.panel.dataset) void this.list();
    else void this.light();
    if (this.state["compare"]) void this.compare();
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
    if (differs(["compare"])) void this.compare();
    if (differs(DRAWN)) await this.draw(before.cluster !== next.cluster);
    else if (next.person !== (this.map.selected ?? "")) this.map.select(next.person || null, true);
    if (before.person !== next.person) void this.light();
    this.mark();
  }

  /** Shows what the server knows now, where people are. */
  private async renew(): Promise<void> {
    this.reach.forget();
    await this.list();
    await renew(this.map);
    this.mark();
  }

  private async list(): Promise<void> {
    this.asked.abort();
    this.asked = new AbortController();
    this.panel.setAttribute("aria-busy", "true");
    try {
      const wanted = Object.fromEntries(LISTED.map((name) => [name, this.state[name]!]));
      const html = await getHtml(this.root.dataset.panelUrl + query(wanted), this.asked.signal);
      morph(this.panel, new DOMParser().parseFromString(html, "text/html").body.childNodes);
      this.mark();
      await this.light();
    } catch (error) {
      if (!isAborted(error)) location.reload();
    } finally {
      this.panel.removeAttribute("aria-busy");
    }
  }

  private async draw(anew: boolean): Promise<void> {
    const { aim, cluster, person, camera } = this.state;
    const url = this.root.dataset.mapUrl + query({ reading: READINGS[aim!] ?? "", cluster: cluster! });
    await this.map.load(url, anew ? cameraFrom(camera!) : this.map.camera);
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
    this.panel.addEventListener("pointerover", (event) => this.pointAt(rowOf(event)?.dataset.key ?? null));
    this.panel.addEventListener("pointerleave", () => this.pointAt(null));
    this.panel.addEventListener("focusin", (event) => this.pointAt(rowOf(event)?.dataset.key ?? null));
    this.root.addEventListener("click", (event) => {
      if (event.target instanceof Element && event.target.closest("[data-copy]")) void this.copy();
    });
  }

  /** The market, how many people, what they may cost, and whom to compare. */
  private listenToWishes(): void {
    const wish = (): void => {
      const form = part<HTMLFormElement>(this.panel, "wanted");
      const wanted = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
      if (!form.reportValidity()) return;
      for (const { name, value, dataset } of form.querySelectorAll<HTMLInputElement>("[data-usual]")) {
        if (value === dataset["usual"]) wanted[name] = "";
      }
      this.go({ ...wanted, camera: wanted["cluster"] === this.state["cluster"] ? this.state["camera"]! : "" });
    };
    this.panel.addEventListener("change", (event) => {
      if (event.target instanceof Element && event.target.closest("[data-part=wanted]")) wish();
      else if (event.target instanceof HTMLInputElement && event.target.dataset["cost"]) this.price(event.target);
    });
    this.panel.addEventListener("submit", (event) => {
      if (!(event.target instanceof Element && event.target.matches("[data-part=wanted]"))) return;
      event.preventDefault();
      wish();
    });
    this.panel.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-compare]") : null;
      const key = button?.dataset["compare"];
      if (!key) return;
      const other = this.comparing;
      this.comparing = other === key || other ? null : key;
      this.mark();
      if (other && other !== key) this.go({ compare: `${other},${key}` });
    });
    this.dialog.addEventListener("close", () => this.state["compare"] && this.go({ compare: "" }));
  }

  /** Has somebody cost what the field says, or as much as everybody where it says nothing. */
  private price(field: HTMLInputElement): void {
    if (!field.reportValidity()) return;
    const others = (this.state["costs"] ?? "").split(",").filter((pair) => pair && !pair.startsWith(`${field.dataset["cost"]}=`));
    this.go({ costs: [...others, ...(field.value ? [`${field.dataset["cost"]}=${field.value}`] : [])].join(",") });
  }

  /** Shows two people side by side, or closes what shows them. */
  private async compare(): Promise<void> {
    const compare = this.state["compare"]!;
    if (!compare) return this.dialog.close();
    const market = Object.fromEntries(MARKET.map((name) => [name, this.state[name]!]));
    try {
      const html = await getHtml(this.root.dataset["compareUrl"] + query({ compare, ...market }));
      this.dialog.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
      if (!this.dialog.open) this.dialog.showModal();
    } catch {
      this.go({ compare: "" });
    }
  }

  private pointAt(key: string | null): void {
    this.map.hover(key);
    void this.light(key);
  }

  /** Lights up whom the chosen reach: all of them, or the one who is pointed at or open. */
  private async light(pointed: string | null = null): Promise<void> {
    const rows = [...this.panel.querySelectorAll<HTMLElement>(".ranked > [data-key]")];
    const all: Reacher[] = rows.map((row, i) => ({ key: row.dataset["key"]!, colour: i, number: i + 1 }));
    const one = pointed ?? (this.state["person"] || null);
    const together = this.panel.querySelector<HTMLElement>(".ranked")?.dataset["together"] === "yes";
    const found = all.find(({ key }) => key === one);
    await this.reach.show(found ? [found] : together && !one ? all : one ? [{ key: one, colour: 0 }] : []);
  }

  private listenToMap(): void {
    const { element } = this.map;
    onMap(element, "hover", ({ key }) => {
      this.mark(key);
      void this.light(key);
    });
    onMap(element, "select", ({ key }) => {
      if ((key ?? "") !== this.state.person) this.go({ person: key ?? "" });
    });
    onMap(element, "cluster", ({ number }) => this.go({ cluster: number === null ? "" : String(number), camera: "" }), true);
    onMap(element, "camera", ({ camera }) => {
      this.state = { ...this.state, camera: cameraText(camera) || (this.state.person ? "0.5,0.5,1" : "") };
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
      row.querySelector("[data-compare]")?.setAttribute("aria-pressed", String(row.dataset.key === this.comparing));
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

const root = document.querySelector<HTMLElement>("[data-influencers]");
const map = root?.querySelector<HTMLElement>("[data-map]");
if (root && map) new Screen(root, mapOf(map));
