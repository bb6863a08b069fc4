/** A map on a page: the frame that the server wrote, filled and made alive. */

import { part, prefersStillness, settled, Texts } from "../common/dom";
import { getJson, isAborted } from "../common/http";
import { CanvasRenderer } from "./canvas-renderer";
import { Card, STEP, told } from "./card";
import type { MapData } from "./data";
import { Islands } from "./islands";
import { walkByKeys } from "./keyboard";
import { Labels, type Rect } from "./labels";
import { drawLegend } from "./legend";
import { Network } from "./network";
import { boxAround, cameraOn, WHOLE, type Box, type Camera, type Renderer } from "./renderer";
import { Search } from "./search";
import { SigmaRenderer } from "./sigma-renderer";
import { Style } from "./style";
import { drawTable } from "./table";
import { readTheme, watchTheme } from "./theme";

/** What a map tells its page: events `map:hover`, `map:select`, `map:cluster`, `map:camera` carry these. */
export interface MapEvents {
  hover: { key: string | null };
  select: { key: string | null };
  cluster: { number: number | null };
  camera: { camera: Camera };
}

export class MapView {
  readonly texts: Texts;
  network: Network | null = null;
  private readonly stage: HTMLElement;
  private readonly style: Style;
  private readonly renderer: Renderer;
  private readonly labels: Labels;
  private readonly islands: Islands;
  private readonly card: Card;
  private box: Box = boxAround([]);
  private picked: number | null = null;
  private asked = new AbortController();
  private readonly stopped = new AbortController();
  private readonly tellCamera = settled(() => this.tell("camera", { camera: this.camera }), 250);

  constructor(readonly element: HTMLElement) {
    this.texts = new Texts(part(element, "texts"));
    this.stage = part(element, "stage");
    this.style = new Style(new Network(EMPTY), readTheme(element));
    this.islands = new Islands(this.stage, this.style, () => this.renderer);
    this.renderer = this.makeRenderer();
    this.labels = new Labels(this.stage, this.style, () => this.renderer, () => this.covered());
    this.card = new Card(part(element, "card"), element.dataset.cardUrl, this.texts, {
      close: () => this.select(null),
      expand: (key) => void this.expand(key),
      collapse: (key) => this.collapse(key),
      select: (key) => this.select(key, true),
      hover: (key) => this.hover(key),
    });
    new Search(part(element, "search"), element.dataset.searchUrl, this.texts, () => this.network, (key) => this.select(key, true));
    this.listen();
  }

  get camera(): Camera {
    return this.renderer.camera();
  }

  get selected(): string | null {
    return this.style.focus.selected;
  }

  /** The names that are written on the map now. */
  get labelled(): string[] {
    return this.labels.shown.map((key) => this.network?.get(key)?.name ?? key);
  }

  /** Where a person is on the stage, in pixels. */
  place(key: string): { x: number; y: number } | null {
    const person = this.network?.get(key);
    return person ? this.renderer.project(person) : null;
  }

  /** Draws the map that `url` answers with; the camera stays where it is told to. */
  async load(url: string, camera: Camera = WHOLE): Promise<void> {
    this.asked.abort();
    this.asked = new AbortController();
    this.say("loading", this.texts.fill("loading"));
    try {
      this.show(await getJson<MapData>(url, this.asked.signal), camera);
    } catch (error) {
      if (!isAborted(error)) this.say("error", told(error));
    }
  }

  /** Draws a map from data at hand. */
  show(data: MapData, camera: Camera = WHOLE): void {
    const network = new Network(data);
    const kept = network.get(this.selected) ? this.selected : null;
    this.network = network;
    this.style.focus = { hovered: null, selected: kept, cluster: null };
    this.style.use(network);
    this.box = boxAround(network.people.values());
    this.look(camera, false);
    this.renderer.show(network, this.box);
    this.update();
    this.drawLegend();
    this.say(network.people.size > 0 ? "ready" : "empty", network.people.size > 0 ? "" : this.texts.fill("empty"));
  }

  hover(key: string | null): void {
    if (this.style.focus.hovered === key) return;
    this.style.focus.hovered = key;
    this.stage.classList.toggle("map-pointing", key !== null);
    this.renderer.refresh();
    this.tell("hover", { key });
    if (key) this.announce(key);
  }

  /** Opens a person's card, and brings them onto the map where they are not; null closes it. */
  select(key: string | null, centred = false): void {
    const changed = key !== this.selected;
    this.style.focus.selected = key;
    this.style.focus.hovered = null;
    if (changed) this.tell("select", { key });
    if (key === null || !this.network) {
      this.card.hide();
    } else {
      void this.card.show(key, this.network).then(() => this.labels.draw());
      this.announce(key);
      if (!this.network.get(key)) void this.expand(key);
      else if (centred) this.centre(key);
    }
    this.renderer.refresh();
  }

  pickCluster(number: number | null): void {
    this.picked = number;
    this.style.focus.cluster = null;
    if (this.network) this.drawLegend();
    this.renderer.refresh();
  }

  /** Shows the next strongest neighbours of a person; when none are left, takes them away again. */
  async expand(key: string): Promise<void> {
    const { network } = this;
    const state = network?.expansion(key);
    const url = this.element.dataset.neighboursUrl;
    if (!network || !url || key.startsWith("customer:")) return;
    if (state && state.more === 0) return this.collapse(key);
    try {
      const query = `?offset=${state?.shown ?? 0}&limit=${STEP}&reading=${network.data.reading}`;
      network.expand(key, await getJson<MapData>(url.replace("KEY", encodeURIComponent(key)) + query));
    } catch (error) {
      this.say("error", told(error));
      return;
    }
    if (network !== this.network) return;
    this.style.focus.selected = key;
    this.update();
    this.card.drawActions(key, network);
    const around = network.neighbours(key).map(({ person }) => person);
    this.look(cameraOn([network.get(key)!, ...around], this.box));
    this.announce(key);
  }

  collapse(key: string): void {
    if (!this.network) return;
    this.network.collapse(key);
    if (!this.network.get(key)) this.select(null);
    else this.card.drawActions(key, this.network);
    this.update();
  }

  look(camera: Camera, animated = true): void {
    this.renderer.look(camera, animated && !prefersStillness());
  }

  destroy(): void {
    this.stopped.abort();
    this.renderer.destroy();
  }

  private makeRenderer(): Renderer {
    const surface = document.createElement("div");
    surface.className = "map-layer";
    this.stage.append(surface);
    const heard = {
      hover: (key: string | null) => this.hover(key),
      click: (key: string | null) => this.select(key),
      expand: (key: string) => void this.expand(key),
      moved: () => this.moved(),
    };
    const webgl = this.element.dataset.renderer !== "canvas" && document.createElement("canvas").getContext("webgl2");
    this.element.dataset.renderer = webgl ? "webgl" : "canvas";
    return webgl ? new SigmaRenderer(surface, this.style, heard) : new CanvasRenderer(surface, this.style, heard);
  }

  /** Where buttons and the card lie over the stage, so that no name is written under them. */
  private covered(): Rect[] {
    const stage = this.stage.getBoundingClientRect();
    return [part(this.element, "search"), part(this.element, "buttons"), part(this.element, "card")]
      .map((element) => element.getBoundingClientRect())
      .filter(({ width }) => width > 0)
      .map(({ left, top, right, bottom }) => ({
        left: left - stage.left,
        top: top - stage.top,
        right: right - stage.left,
        bottom: bottom - stage.top,
      }));
  }

  private moved(): void {
    if (!this.network) return;
    this.islands.draw();
    this.labels.draw();
    this.tellCamera();
  }

  private update(): void {
    if (!this.network) return;
    this.style.use(this.network);
    this.islands.use(this.network);
    this.labels.use(this.network);
    this.renderer.refresh();
    this.drawTable();
  }

  private centre(key: string): void {
    const person = this.network?.get(key);
    if (!person) return;
    const { x, y } = cameraOn([person], this.box);
    this.look({ x, y, ratio: Math.min(this.camera.ratio, 0.45) });
  }

  private resize(): void {
    const { clientWidth, clientHeight } = this.stage;
    this.style.magnify = Math.min(1.15, Math.max(0.6, Math.sqrt(clientWidth * clientHeight) / 850));
    this.renderer.resize();
    this.renderer.refresh();
  }

  private zoom(factor: number): void {
    const { x, y, ratio } = this.camera;
    this.look({ x, y, ratio: Math.min(2.5, Math.max(0.02, ratio * factor)) });
  }

  private reset(): void {
    this.select(null);
    for (const key of this.network?.people.keys() ?? []) this.network?.collapse(key);
    this.update();
    this.look(WHOLE);
  }

  private drawLegend(): void {
    if (!this.network) return;
    drawLegend(part(this.element, "legend"), this.network.data, this.texts, this.picked, {
      point: (number) => {
        this.style.focus.cluster = number;
        this.renderer.refresh();
      },
      pick: (number) => {
        this.pickCluster(number === this.picked ? null : number);
        if (!this.tell("cluster", { number: this.picked })) return;
        this.style.focus.cluster = this.picked;
        this.renderer.refresh();
      },
    });
  }

  private drawTable(): void {
    const details = part<HTMLDetailsElement>(this.element, "table");
    if (details.open && this.network) drawTable(part(details, "rows"), this.network, this.texts, (key) => this.select(key, true));
  }

  private listen(): void {
    const { signal } = this.stopped;
    const click = (name: string, act: () => void): void => part(this.element, name).addEventListener("click", act, { signal });
    click("zoom-in", () => this.zoom(1 / 1.5));
    click("zoom-out", () => this.zoom(1.5));
    click("fit", () => this.look(WHOLE));
    click("reset", () => this.reset());
    part(this.element, "table").addEventListener("toggle", () => this.drawTable(), { signal });
    walkByKeys(this.stage, {
      network: () => this.network,
      at: () => this.style.centre,
      goTo: (key) => this.hover(key),
      open: (key) => this.select(key, true),
      expand: (key) => void this.expand(key),
      clear: () => (this.style.focus.hovered ? this.hover(null) : this.select(null)),
      zoom: (factor) => this.zoom(factor),
      fit: () => this.look(WHOLE),
    });
    watchTheme(() => {
      this.style.theme = readTheme(this.element);
      this.renderer.refresh();
    }, signal);
    const observer = new ResizeObserver(() => this.resize());
    observer.observe(this.stage);
    signal.addEventListener("abort", () => observer.disconnect());
  }

  private announce(key: string): void {
    const person = this.network?.get(key);
    if (person) part(this.element, "live").textContent = this.texts.count("ties", this.network!.degree(key), { name: person.name });
  }

  private say(state: "loading" | "ready" | "empty" | "error", text: string): void {
    this.element.dataset.state = state;
    part(this.element, "state").textContent = text;
  }

  /** False where the page has taken the matter into its own hands. */
  private tell<K extends keyof MapEvents>(name: K, detail: MapEvents[K]): boolean {
    return this.element.dispatchEvent(new CustomEvent(`map:${name}`, { detail, cancelable: true, bubbles: true }));
  }
}

const EMPTY: MapData = {
  run: null,
  reading: "pagerank",
  shown: { people: 0, ties: 0 },
  total: { people: 0, ties: 0 },
  clusters: [],
  people: { key: [], name: [], kind: [], account: [], x: [], y: [], score: [], rank: [], cluster: [] },
  ties: { source: [], target: [], strength: [] },
};
