/** The screen Explore: the graph, step by step from what was found. What is shown follows from one state. */

import { part, settled, Texts } from "./common/dom";
import { UPDATED } from "./common/update";
import { mapOf } from "./map";
import { told } from "./map/card";
import { onMap } from "./map/events";
import { cameraFrom, cameraText } from "./map/camera";
import { Search } from "./map/search";
import type { MapView } from "./map/view";
import { About } from "./explore/about";
import { Filter, passes } from "./explore/filter";
import { Choices, type Chooser } from "./explore/choices";
import { Menu } from "./explore/menu";
import { drawPaths } from "./explore/paths";
import { ends, Scenes, type Party, type Scene } from "./explore/scene";
import { added, collapsed, EMPTY, format, keeps, opened, parse, Steps, toggled, type Pinned, type State, type Way } from "./explore/state";
import { START, Time, written } from "./explore/time";
import { Tree } from "./explore/tree";

const MOST = 1000;
const NEAR = 24;
const LONG_PRESS = 550;

class Screen implements Chooser {
  readonly texts: Texts;
  private readonly steps = new Steps(parse(location.search));
  private readonly scenes: Scenes;
  private readonly about: About;
  private readonly filter: Filter;
  private readonly menu: Menu;
  private readonly choices: Choices;
  private readonly time: Time;
  private readonly tree: Tree;
  private scene: Scene | null = null;
  private drawn: State = EMPTY;
  private drawing = 0;

  constructor(
    private readonly root: HTMLElement,
    private readonly map: MapView,
  ) {
    const { sceneUrl, kindsUrl, thenUrl, searchUrl } = root.dataset as Record<string, string>;
    this.texts = new Texts(part(root, "texts"));
    this.scenes = new Scenes(sceneUrl!);
    this.menu = new Menu(part(root, "choices"));
    this.choices = new Choices(this);
    this.about = new About(part(root, "person"), kindsUrl!, this.texts, {
      open: (key, kind) => this.go(opened(this.state, key, kind)),
      collapse: (key, kind) => this.go(collapsed(this.state, key, kind)),
    });
    this.filter = new Filter(root, this.texts, (facet, value) => (facet === "kind" ? map.texts.fill(`word_${value}`) : value), (change) => this.go({ ...this.state, ...change }));
    this.time = new Time(root, thenUrl!, this.texts, (at, gentle) => this.go({ ...this.state, at }, gentle));
    this.tree = new Tree(part(root, "tree"), this.texts, {
      point: (key) => map.hover(key && map.network?.find(key) ? key : null),
      select: (key) => this.select(key),
      expand: (key) => void this.expand(key),
      collapse: (key) => this.go(collapsed(this.state, key)),
      choose: (keys, on) => map.choose(on ? [...map.chosen, ...keys] : [...map.chosen].filter((key) => !keys.includes(key))),
      menu: (key, at) => this.offer(key, at.getBoundingClientRect()),
    });
    new Search(part(root, "add"), searchUrl, this.texts, () => map.network, (key) => this.go(added(this.state, key)));
    this.listen();
    void this.draw();
  }

  get state(): State {
    return this.steps.now;
  }

  /** Goes on to another state; `gentle` is no step that is undone. Where others come onto the screen, all of it is shown. */
  go(state: State, gentle = false): void {
    this.steps.go(keeps(this.state, state) ? state : { ...state, camera: "" }, gentle);
    void this.draw();
  }

  private back(on: boolean): void {
    const can = on ? this.steps.canUndo : this.steps.canRedo;
    if (!can) return;
    if (on) this.steps.undo();
    else this.steps.redo();
    part(this.root, "said").textContent = this.texts.fill(on ? "undone" : "redone");
    void this.draw();
  }

  /** Draws what the server knows now. */
  private renew(): void {
    for (const old of [this.scenes, this.about, this.time]) old.forget();
    void this.draw();
  }

  /** Draws the state as it is now, unless another was asked for meanwhile. */
  private async draw(): Promise<void> {
    const { state } = this;
    const number = ++this.drawing;
    history.replaceState(null, "", location.pathname + format(state));
    part<HTMLButtonElement>(this.root, "undo").disabled = !this.steps.canUndo;
    part<HTMLButtonElement>(this.root, "redo").disabled = !this.steps.canRedo;
    try {
      const [scene] = await Promise.all([this.scenes.get(state), this.time.use(state)]);
      if (number !== this.drawing) return;
      if (state.at === START) this.steps.go({ ...state, at: this.time.day }, true);
      if (state.at === START) history.replaceState(null, "", location.pathname + format(this.state));
      this.show(scene, this.state);
    } catch (error) {
      if (number === this.drawing) this.notice(told(error));
    }
  }

  private show(scene: Scene, state: State): void {
    const same = this.scene === scene;
    const stays = keeps(this.drawn, state);
    const empty = scene.parties.size === 0;
    [this.scene, this.drawn] = [scene, state];
    this.root.dataset["empty"] = String(empty);
    part(this.root, "start").hidden = !empty;
    part(this.root, "what").hidden = empty;
    if (!same) this.map.show(scene.data, stays ? "same" : cameraFrom(state.camera));
    this.dress(scene, state);
    if (this.map.selected !== (state.person || null)) this.map.select(state.person && scene.parties.has(state.person) ? state.person : null);
    this.tell(scene, state);
  }

  /** Pins, hides, filters, groups and dates what the map has loaded. */
  private dress(scene: Scene, state: State): void {
    const { network } = this.map;
    if (!network) return;
    const at = state.at !== "";
    const { strength } = scene.data.ties;
    const ties = network.members.ties[0]!;
    for (let row = 0; row < strength.length; row++) {
      const pair = scene.pair(row);
      ties.strength[row] = at && !scene.structural.has(pair) ? this.time.strength(pair) : strength.at(row)!;
    }
    network.pinned.clear();
    for (const { key } of state.pinned) network.pinned.add(key);
    network.hidden.clear();
    for (const key of state.hidden) network.hidden.add(key);
    const facet = state.group === "company" || state.group === "region" ? state.group : null;
    network.group(facet ? ({ key }) => scene.parties.get(key)?.facets[facet] ?? null : state.group === "cluster" ? "cluster" : null);
    network.open(state.unfolded);
    network.filter(
      ({ key }) => passes(state, scene.parties.get(key)!),
      (tie) => tie.strength > 0 && (tie.strength >= state.least || scene.structural.has(ends(tie.source, tie.target))),
    );
    this.map.changed();
  }

  private tell(scene: Scene, state: State): void {
    const { network } = this.map;
    const { data } = scene;
    const roots = [...state.roots, ...state.pinned.map(({ key }) => key)];
    const degrees = network?.isGrouped ? network.members.degrees() : null;
    const shown = (key: string): number | null => {
      const number = network?.members.number(key);
      if (!network || number === undefined || !network.isShown(number)) return null;
      return degrees ? degrees[number]! : network.degree(key);
    };
    this.tree.show(scene, roots, this.map.chosen, state.person, shown);
    this.filter.show(scene, state);
    void this.about.show(scene.parties.get(state.person), state.opened, scene);
    drawPaths(part(this.root, "paths"), data.ways, (key) => this.name(key), this.texts, {
      select: (key) => this.select(key),
      turn: (way) => this.way(way, { ...way, by: way.by === "steps" ? "strength" : "steps" }),
      remove: (way) => this.way(way, null),
    });
    part(this.root, "count").textContent = String(network?.counts.people ?? 0);
    part(this.root, "hidden").hidden = state.hidden.length === 0;
    part(this.root, "hidden-count").textContent = this.texts.count("hidden", state.hidden.length);
    part(this.root, "as-of").textContent = data.run ? this.texts.fill("as_of", { day: written(data.run.as_of) }) : "";
    part<HTMLSelectElement>(this.root, "group").value = state.group;
    const said = [
      ...(data.full ? [this.texts.fill("full", { count: MOST })] : []),
      ...(data.missing.length > 0 ? [this.texts.count("missing", data.missing.length)] : []),
    ];
    this.notice(said.join(" "));
    this.markChosen();
  }

  private notice(text: string): void {
    part(this.root, "notice").hidden = text === "";
    part(this.root, "notice").textContent = text;
  }

  private select(key: string): void {
    this.map.select(key, true);
  }

  private async expand(key: string): Promise<void> {
    if (!this.scene?.parties.has(key)) return this.go(added(this.state, key));
    const kinds = await this.about.kinds(key).catch(() => ({}) as Record<string, number>);
    const left = Object.entries(kinds).find(([kind, count]) => {
      const asked = this.state.opened.find((one) => one.key === key && one.kind === kind);
      return !asked || asked.count < count;
    });
    this.go(left ? opened({ ...this.state, person: key }, key, left[0]) : collapsed(this.state, key));
  }

  private way(old: Way, next: Way | null): void {
    const ways = this.state.ways.flatMap((way) => (way.from === old.from && way.to === old.to && way.by === old.by ? (next ? [next] : []) : [way]));
    this.go({ ...this.state, ways });
  }

  togglePin(key: string): void {
    const pinned = this.state.pinned.filter((other) => other.key !== key);
    this.go({ ...this.state, pinned: pinned.length < this.state.pinned.length ? pinned : [...pinned, ...this.places([key])] });
  }

  /** Where people are on the map. */
  private places(keys: Iterable<string>): Pinned[] {
    return [...keys].flatMap((key) => {
      const person = this.map.network?.find(key);
      return person ? [{ key, x: person.x, y: person.y }] : [];
    });
  }

  hide(keys: Iterable<string>): void {
    this.go({ ...this.state, hidden: [...new Set([...this.state.hidden, ...keys])] });
  }

  page({ key, kind }: Party): string {
    const { accountUrl, personUrl } = this.root.dataset as Record<string, string>;
    return kind === "customer" ? accountUrl!.replace("KEY", encodeURIComponent(key.replace("customer:", ""))) : personUrl!.replace("KEY", key);
  }

  name(key: string): string {
    return this.scene?.parties.get(key)?.name ?? key;
  }

  /** The menu of somebody, below a place in the window. */
  private offer(key: string, { x, y }: { x: number; y: number }): void {
    const party = this.scene?.parties.get(key);
    if (!party) return;
    this.menu.open(party.name, this.choices.of(party, {}), { x: x + 8, y: y + 8 });
    void this.about.kinds(key).then((kinds) => this.menu.grow(party.name, this.choices.of(party, kinds)), () => undefined);
  }

  private listen(): void {
    const click = (name: string, act: () => void): void => part(this.root, name).addEventListener("click", act);
    click("undo", () => this.back(true));
    click("redo", () => this.back(false));
    click("lasso", () => this.lasso());
    click("clear", () => this.go(EMPTY));
    click("copy", () => void this.copy());
    click("unhide", () => this.go({ ...this.state, hidden: [] }));
    click("keep", () => this.choose((chosen) => this.hide([...this.scene!.parties.keys()].filter((key) => !chosen.has(key)))));
    click("hide-chosen", () => this.choose((chosen) => this.hide(chosen)));
    click("pin-chosen", () => this.choose((chosen) => this.pinAll(chosen)));
    click("unchoose", () => this.choose(() => undefined));
    part(this.root, "group").addEventListener("change", (event) => this.go({ ...this.state, unfolded: [], group: (event.target as HTMLSelectElement).value }));
    part(this.root, "tree").addEventListener("fold", () => this.scene && this.tell(this.scene, this.state));
    document.addEventListener("keydown", (event) => this.press(event));
    document.addEventListener(UPDATED, () => this.renew());
    this.listenToMap();
  }

  private listenToMap(): void {
    const { element } = this.map;
    onMap(element, "select", ({ key }) => {
      if ((key ?? "") === this.state.person) return;
      this.steps.go({ ...this.state, person: key ?? "" }, true);
      history.replaceState(null, "", location.pathname + format(this.state));
      if (this.scene) this.tell(this.scene, this.state);
    });
    onMap(element, "expand", ({ key }) => void this.expand(key), true);
    onMap(element, "move", (moved) => this.go({ ...this.state, pinned: [...this.state.pinned.filter(({ key }) => key !== moved.key), moved] }), true);
    onMap(element, "choose", () => this.scene && this.tell(this.scene, this.state));
    onMap(element, "camera", ({ camera }) => {
      const text = cameraText(camera);
      if (text === this.state.camera || !this.scene) return;
      this.steps.go({ ...this.state, camera: text }, true);
      history.replaceState(null, "", location.pathname + format(this.state));
    });
    onMap(element, "open", ({ key }) => this.go({ ...this.state, unfolded: toggled(this.state.unfolded, key) }), true);
    const stage = part(element, "stage");
    let timer = 0;
    stage.addEventListener("contextmenu", (event) => {
      event.preventDefault();
      const { left, top } = stage.getBoundingClientRect();
      const key = event.button === 2 ? this.map.at({ x: event.clientX - left, y: event.clientY - top }, NEAR) : (this.map.selected ?? this.map.hovered);
      const place = key && event.button !== 2 ? this.map.place(key) : null;
      if (key) this.offer(key, place ? { x: left + place.x, y: top + place.y } : { x: event.clientX, y: event.clientY });
    });
    stage.addEventListener("pointerdown", (event) => {
      if (event.pointerType !== "touch") return;
      const { left, top } = stage.getBoundingClientRect();
      const key = this.map.at({ x: event.clientX - left, y: event.clientY - top }, NEAR);
      timer = window.setTimeout(() => key && this.offer(key, { x: event.clientX, y: event.clientY }), LONG_PRESS);
    });
    for (const type of ["pointerup", "pointermove", "pointercancel"]) stage.addEventListener(type, () => clearTimeout(timer));
  }

  private press(event: KeyboardEvent): void {
    if (event.target instanceof Element && event.target.closest("input:not([type=range], [type=checkbox]), select, textarea")) return;
    const key = event.key.toLowerCase();
    const whom = this.map.hovered ?? this.map.selected;
    if ((event.ctrlKey || event.metaKey) && (key === "z" || key === "y")) this.back(key === "z" && !event.shiftKey);
    else if (event.ctrlKey || event.metaKey || event.altKey) return;
    else if (key === "l") this.lasso();
    else if (key === "p" && whom) this.togglePin(whom);
    else if (key === "h" && whom) this.hide([whom]);
    else if (key === "c" && whom) this.go(collapsed(this.state, whom));
    else return;
    event.preventDefault();
  }

  private lasso(): void {
    part(this.root, "said").textContent = this.texts.fill("lasso");
    this.map.lasso();
  }

  private choose(act: (chosen: ReadonlySet<string>) => void): void {
    const { chosen } = this.map;
    this.map.choose([]);
    act(chosen);
  }

  private pinAll(keys: ReadonlySet<string>): void {
    const { pinned } = this.state;
    const known = new Set(pinned.map(({ key }) => key));
    this.go({ ...this.state, pinned: [...pinned, ...this.places(keys).filter(({ key }) => !known.has(key))] });
  }

  private markChosen(): void {
    const { size } = this.map.chosen;
    part(this.root, "chosen").hidden = size === 0;
    part(this.root, "chosen-count").textContent = this.texts.count("chosen", size);
  }

  private readonly quiet = settled(() => (part(this.root, "said").textContent = ""), 4000);

  private async copy(): Promise<void> {
    await navigator.clipboard.writeText(location.href);
    part(this.root, "said").textContent = this.texts.fill("copied");
    this.quiet();
  }
}

const root = document.querySelector<HTMLElement>("[data-explore]");
const map = root?.querySelector<HTMLElement>("[data-map]");
if (root && map) new Screen(root, mapOf(map));
