/** A map on a page: the frame that the server wrote, filled and made alive. */

import { part, Texts } from "../common/dom";
import { isAborted } from "../common/http";
import { boxAround, cameraOn, carried, WHOLE } from "./camera";
import { CanvasRenderer } from "./canvas-renderer";
import { Card, STEP, told } from "./card";
import { NOTHING, type MapData, type Person, type Tie } from "./data";
import { Detail } from "./detail";
import type { By } from "./groups";
import type { MapEvents } from "./events";
import { Hand } from "./hand";
import { walkByKeys } from "./keyboard";
import { covers, type Labels, type Rect } from "./labels";
import { lasso } from "./lasso";
import { MapMenu } from "./menu";
import { neighbours } from "./neighbours";
import { Network } from "./network";
import { getMap } from "./packed";
import { Picture } from "./picture";
import type { Box, Camera, Point } from "./renderer";
import { Search } from "./search";
import { Style } from "./style";
import { Words } from "./words";
import { readTheme, watchTheme } from "./theme";

export class MapView {
  readonly texts: Texts;
  network: Network | null = null;
  /** Where the map was loaded from; null where a page gave the data. */
  url: string | null = null;
  readonly style: Style;
  readonly picture: Picture;
  private readonly stage: HTMLElement;
  private readonly card: Card;
  private readonly words: Words;
  private readonly hand = new Hand(this);
  private readonly detail = new Detail();
  private box: Box = boxAround([]);
  private coveredNow: Rect[] | null = null;
  private picked: number | null = null;
  private asked = new AbortController();
  private readonly stopped = new AbortController();
  private stopLasso: () => void = () => undefined;

  constructor(readonly element: HTMLElement) {
    this.texts = new Texts(part(element, "texts"));
    this.stage = part(element, "stage");
    this.style = new Style(new Network(NOTHING), readTheme(element));
    const heard = {
      hover: (key: string | null) => this.hover(key),
      click: (key: string | null) => this.select(key),
      expand: (key: string) => void this.expand(key),
      takes: (key: string) => this.hand.takes(key),
      drag: (key: string, to: Point) => this.hand.drag(key, to),
      drop: () => this.hand.drop(),
      moved: () => this.tell("draw", {}),
      rested: () => this.rested(),
    };
    this.picture = new Picture(this.stage, this.style, heard, () => (this.coveredNow ??= covers(this.stage, ["search", "buttons", "card"].map((name) => part(element, name)))), element.dataset.renderer !== "canvas");
    element.dataset.renderer = this.picture.renderer instanceof CanvasRenderer ? "canvas" : "webgl";
    this.words = new Words(element, this.texts, {
      select: (key) => this.select(key, true),
      choose: (key) => this.toggle(key),
      point: (number) => {
        this.style.focus.cluster = number;
        this.picture.point();
      },
      pick: (number) => {
        this.pickCluster(number === this.picked ? null : number);
        if (!this.tell("cluster", { number: this.picked })) return;
        this.style.focus.cluster = this.picked;
        this.picture.point();
      },
      closeGroups: () => this.reset(),
    });
    this.card = new Card(part(element, "card"), element.dataset.cardUrl, this.texts, {
      close: () => this.select(null),
      expand: (key) => void this.expand(key),
      collapse: (key) => this.collapse(key),
      closeGroup: (group) => this.open(group, false),
      select: (key) => this.select(key, true),
      hover: (key) => this.hover(key),
    });
    new Search(part(element, "search"), element.dataset.searchUrl, this.texts, () => this.network, (key) => this.select(key, true));
    new MapMenu(part(element, "menu"), this);
    this.listen();
  }

  get camera(): Camera {
    return this.picture.renderer.camera();
  }

  get selected(): string | null {
    return this.style.focus.selected;
  }

  get hovered(): string | null {
    return this.style.focus.hovered;
  }

  /** Who was chosen, so that something can be done with all of them. */
  get chosen(): ReadonlySet<string> {
    return this.style.chosen;
  }

  get labels(): Labels {
    return this.picture.labels;
  }

  /** The names that are written on the map now. */
  get labelled(): string[] {
    return this.labels.shown.map((key) => this.network?.get(key)?.name ?? key);
  }

  /** Who is drawn at a point of the stage, or so many pixels from it. */
  at(point: Point, away?: number): string | null {
    return this.network?.places.under(point, this.picture.renderer, this.style, away) ?? null;
  }

  /** Where a person is on the stage, in pixels. */
  place(key: string): { x: number; y: number } | null {
    const person = this.network?.holder(key);
    return person ? this.picture.renderer.project(person) : null;
  }

  /** Draws the map that `url` answers with, which may have been asked for already; the camera is where it is told to be. */
  async load(url: string, camera: Camera = WHOLE, asked?: Promise<MapData>): Promise<void> {
    this.asked.abort();
    this.asked = new AbortController();
    this.words.say("loading", this.texts.fill("loading"));
    try {
      this.show(await (asked ?? getMap(url, this.asked.signal)), camera);
      this.url = url;
    } catch (error) {
      if (!isAborted(error)) this.words.say("error", told(error));
    }
  }

  /** Draws a map from data at hand, prepared; with `camera` "same", the part of it that is seen now. */
  show(data: MapData, camera: Camera | "same" = WHOLE, prepare?: (network: Network) => void): void {
    const [before, box] = [this.selected, this.box];
    const network = new Network(data, Number(this.element.dataset.most) || undefined);
    prepare?.(network);
    this.network = network;
    this.url = null;
    this.style.focus = { hovered: null, selected: before && network.find(before) ? before : null, cluster: null };
    this.style.use(network);
    this.box = boxAround(network.members.all.filter((person) => person !== null));
    this.style.chosen = new Set([...this.chosen].filter((key) => network.find(key)));
    this.hand.forget();
    this.picture.show(network, this.box);
    this.look(camera === "same" ? carried(this.camera, box, this.box) : camera, false);
    this.retell();
    const people = network.people.size;
    this.words.say(people > 0 ? "ready" : "empty", people > 0 ? "" : this.texts.fill("empty"));
  }

  hover(key: string | null): void {
    if (this.style.focus.hovered === key) return;
    this.style.focus.hovered = key;
    this.stage.classList.toggle("map-pointing", key !== null);
    this.picture.point();
    this.tell("hover", { key });
    if (key) this.announce(key);
  }

  /** Opens a person's card, and brings them onto the map where they are not; null closes it. A group is opened. */
  select(key: string | null, centred = false): void {
    const { network } = this;
    if (key && network?.groups.has(key)) return this.open(key);
    const changed = key !== this.selected;
    this.style.focus.selected = key;
    this.style.focus.hovered = null;
    if (changed) this.tell("select", { key });
    this.coveredNow = null;
    if (key === null || !network) {
      this.card.hide();
    } else {
      void this.card.show(key, network).then(() => this.uncovered());
      const group = network.get(key) ? undefined : network.groupOf(key);
      if (group) this.open(group.key);
      this.announce(key);
      if (!network.find(key)) void this.expand(key);
      else if (centred) this.centre(key);
    }
    this.picture.point();
  }

  pickCluster(number: number | null): void {
    this.picked = number;
    this.style.focus.cluster = null;
    if (this.network) this.words.drawLegend(this.network, this.lines, number);
    this.picture.point();
  }

  /** Shows the next strongest neighbours of a person; when none are left, takes them away again. A group is opened. */
  async expand(key: string): Promise<void> {
    const { network } = this;
    if (network?.groups.has(key)) return this.open(key);
    if (!this.tell("expand", { key })) return;
    const state = network?.expansion(key);
    if (!network || !this.element.dataset.neighboursUrl || /^(customer|node):/.test(key)) return;
    if (state && state.more === 0) return this.collapse(key);
    try {
      network.expand(key, await neighbours(this.element, network, key, STEP, state?.shown));
    } catch (error) {
      this.words.say("error", told(error));
      return;
    }
    if (network !== this.network) return;
    this.style.focus.selected = key;
    this.changed();
    this.card.drawActions(key, network);
    this.look(cameraOn([network.get(key)!, ...network.neighbours(key)], this.box));
    this.announce(key);
  }

  collapse(key: string): void {
    this.network?.collapse(key);
    if (!this.network?.find(key)) this.select(null);
    else this.card.drawActions(key, this.network);
    this.changed();
  }

  /** Takes people off the map, or brings them back. */
  hide(keys: Iterable<string>, on = true): void {
    this.network?.hide(keys, on);
    this.changed();
  }

  /** Keeps a person on the map whatever is filtered, collapsed or grouped; `at` moves them there. */
  pin(key: string, on = true, at?: Point): void {
    this.network?.pin(key, on);
    if (at) this.network?.move(key, at);
    this.changed();
  }

  /** Puts somebody elsewhere for good, which pins them; false where the page has taken that into its own hands. */
  put(key: string, at: Point): boolean {
    const done = this.tell("move", { key, ...at });
    if (done) this.pin(key, true, at);
    this.words.tell(this.texts.fill("moved", { name: this.network?.find(key)?.name ?? key }));
    return done;
  }

  /** Chooses these people and nobody else, where the page offers something to do with them. */
  choose(keys: Iterable<string>): void {
    if (!("choosable" in this.element.dataset)) return;
    this.style.chosen = new Set([...keys].filter((key) => this.network?.members.get(key)));
    this.picture.refresh();
    this.words.tick(this.chosen);
    this.tell("choose", { keys: [...this.chosen] });
  }

  toggle(key: string): void {
    this.choose(this.chosen.has(key) ? [...this.chosen].filter((other) => other !== key) : [...this.chosen, key]);
  }

  /** Draws only who and what passes; null for all. */
  filter(people: ((person: Person) => boolean) | null, ties: ((tie: Tie) => boolean) | null = null): void {
    this.network?.filter(people, ties);
    this.changed();
  }

  /** Draws people as groups that can be opened: by cluster, or by what a function says; null for each alone. */
  group(by: By | "cluster" | null): void {
    this.network?.group(by);
    this.changed();
  }

  /** Shows a group's people instead of it, and goes there; or closes it again. */
  open(group: string, on = true): void {
    const { network } = this;
    const found = network?.groups.get(group);
    if (!network || !found || !this.tell("open", { key: group, on })) return;
    network.open([group], on);
    this.changed();
    if (!on) this.select(null);
    const reach = on ? found.reach : 3 * found.reach;
    this.look(cameraOn([{ x: found.x - reach, y: found.y - reach }, { x: found.x + reach, y: found.y + reach }], this.box));
    this.words.tell(this.texts.fill(on ? "group_open" : "group_closed", { name: found.name, people: found.size }));
  }

  /** Lets the user draw a line around people once, which chooses them. */
  lasso(): void {
    this.stopLasso();
    this.stopLasso = lasso(this.stage, this.style, this.picture.renderer, () => this.network, (keys) => this.choose(keys));
  }

  look(camera: Camera, animated = true): void {
    this.picture.look(camera, animated);
  }

  destroy(): void {
    this.stopped.abort();
    this.picture.renderer.destroy();
  }

  /** To be called after something was done to `network` itself: draws the map anew. */
  changed(): void {
    const { network } = this;
    if (!network) return;
    this.picture.update(network);
    this.retell();
  }

  /** Says in words, beside the picture, what is on the map. */
  private retell(): void {
    const { network } = this;
    if (!network) return;
    this.words.use(network, this.lines, this.picked, this.chosen);
    this.tell("change", { people: network.counts.people });
  }

  /** How many lines are drawn at the present zoom. */
  private get lines(): number {
    return this.style.tiesShown(this.camera.ratio);
  }

  private uncovered(): void {
    this.coveredNow = null;
    this.picture.point();
  }

  private rested(): void {
    const { network, picture } = this;
    if (!network) return;
    if (this.detail.adapt(network, picture.renderer, picture.size)) picture.update(network);
    this.words.tellShown(network, this.lines);
    this.tell("camera", { camera: this.camera });
  }

  private centre(key: string): void {
    const person = this.network?.holder(key);
    if (!person) return;
    const { x, y } = cameraOn([person], this.box);
    this.look({ x, y, ratio: Math.min(this.camera.ratio, 0.45) });
  }

  private zoom(factor: number): void {
    const { x, y, ratio } = this.camera;
    this.look({ x, y, ratio: Math.min(2.5, Math.max(0.02, ratio * factor)) });
  }

  private reset(): void {
    const { network } = this;
    this.select(null);
    network?.collapse(...network.members.expanded);
    network?.open([...network.groups.keys()], false);
    this.changed();
    this.look(WHOLE);
  }

  private listen(): void {
    const { signal } = this.stopped;
    const click = (name: string, act: () => void): void => part(this.element, name).addEventListener("click", act, { signal });
    click("zoom-in", () => this.zoom(1 / 1.5));
    click("zoom-out", () => this.zoom(1.5));
    click("fit", () => this.look(WHOLE));
    click("reset", () => this.reset());
    part(this.element, "table").addEventListener("toggle", () => this.network && this.words.drawTable(this.network, this.chosen), { signal });
    walkByKeys(this.stage, {
      network: () => this.network,
      at: () => this.style.centre,
      goTo: (key) => this.hover(key),
      open: (key) => this.select(key, true),
      expand: (key) => void this.expand(key),
      choose: (keys) => this.choose([...this.chosen, ...keys]),
      toggle: (key) => this.toggle(key),
      move: (key, angle) => this.hand.nudge(key, angle),
      undo: () => this.hand.undo(),
      clear: () => (this.style.focus.hovered ? this.hover(null) : this.select(null)),
      zoom: (factor) => this.zoom(factor),
      fit: () => this.look(WHOLE),
    });
    watchTheme(() => {
      this.style.theme = readTheme(this.element);
      this.picture.refresh();
    }, signal);
    const observer = new ResizeObserver(() => {
      this.coveredNow = null;
      this.picture.resize();
    });
    observer.observe(this.stage);
    signal.addEventListener("abort", () => observer.disconnect());
  }

  private announce(key: string): void {
    if (this.network) this.words.announce(key, this.network);
  }

  /** False where the page has taken the matter into its own hands. */
  private tell<K extends keyof MapEvents>(name: K, detail: MapEvents[K]): boolean {
    return this.element.dispatchEvent(new CustomEvent(`map:${name}`, { detail, cancelable: true, bubbles: true }));
  }
}
