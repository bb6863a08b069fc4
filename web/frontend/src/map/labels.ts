/** Names on the map: the weightiest first, with a halo, never over another name or a large dot. */

import { written } from "../common/dom";
import { CanvasSurface, type Text } from "./drawing";
import type { Person } from "./data";
import type { Island } from "./drawing";
import { boxSeen, Layer } from "./layer";
import type { Network } from "./network";
import type { Point, Renderer } from "./renderer";
import type { Style } from "./style";
import { clusterColour, mix } from "./theme";

export interface Rect {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

interface Placed {
  person: Person;
  point: Point;
  radius: number;
}

const HEIGHT = 16;
const GAP = 4;
/** Air after a name, so that two do not read as one. */
const BESIDE = 6;
const BOLD = 14;
const OBSTACLES = 80;
const LONGEST = 30;
/** So many of the strongest neighbours of somebody may be named. */
const AROUND = 200;
/** From this share of the largest dot on, a dot is too large to be written over. */
const LARGE = 0.55;

/** Rectangles taken so far, found again by a grid. */
class Taken {
  private readonly cells = new Map<number, Rect[]>();

  claim(rect: Rect): void {
    for (const cell of this.over(rect)) {
      const there = this.cells.get(cell);
      if (there) there.push(rect);
      else this.cells.set(cell, [rect]);
    }
  }

  isFree(rect: Rect): boolean {
    return !this.over(rect).some((cell) => this.cells.get(cell)?.some((other) => overlap(rect, other)));
  }

  private over({ left, right, top, bottom }: Rect): number[] {
    const cells: number[] = [];
    for (let x = Math.floor(left / 80); x <= Math.floor(right / 80); x++)
      for (let y = Math.floor(top / 80); y <= Math.floor(bottom / 80); y++) cells.push(x * 65536 + y);
    return cells;
  }
}

function overlap(a: Rect, b: Rect): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

export class Labels {
  /** The keys whose names are shown now. */
  shown: string[] = [];
  /** Where names are written now, those of clusters too. */
  rects: Rect[] = [];
  /** All that is written now. */
  texts: Text[] = [];
  private readonly layer: Layer;
  private readonly measure = document.createElement("canvas").getContext("2d")!;
  private readonly widths = new Map<string, number>();
  private network: Network | null = null;
  private islands: Island[] = [];

  constructor(
    stage: HTMLElement,
    private readonly style: Style,
    private readonly renderer: () => Renderer,
    private readonly covered: () => Rect[],
  ) {
    this.layer = new Layer(stage, renderer, "map-labels");
    stage.append(this.layer.canvas);
  }

  use(network: Network, islands: Island[]): void {
    this.network = network;
    this.islands = islands;
  }

  draw(): void {
    const context = this.layer.begin();
    this.arrange();
    const surface = new CanvasSurface(context);
    const { background, font } = this.style.theme;
    const disc = new Set(this.counted);
    for (const text of this.texts) surface.text(text, font, disc.has(text) ? null : background);
  }

  /** Decides which names are written, and where. */
  arrange(): void {
    [this.shown, this.rects, this.texts, this.counted] = [[], [], [], []];
    if (!this.network) return;
    const { width, height } = this.layer.size;
    const stage: Rect = { left: 0, top: 0, right: width, bottom: height };
    const visible = this.visible(stage);
    const taken = new Taken();
    for (const rect of this.covered()) taken.claim(rect);
    const large = LARGE * Math.max(...visible.slice(0, OBSTACLES).map(({ radius }) => radius));
    for (const { point, radius } of visible.slice(0, OBSTACLES)) {
      if (radius > large) taken.claim(around(point, radius * 0.7));
    }
    this.writeCounts(visible);
    this.writeNames(visible, taken, stage);
    this.writeClusters(taken, stage);
  }

  /** The texts inside discs, which need no halo. */
  private counted: Text[] = [];

  private visible(stage: Rect): Placed[] {
    const network = this.network!;
    const renderer = this.renderer();
    const { centre, focus } = this.style;
    const near = centre === null ? [] : network.neighbours(centre, AROUND);
    const rest = centre === null ? network.places.prominent(boxSeen(renderer, this.layer.size)) : near;
    const first = [centre, network.holder(focus.selected)?.key, ...network.pinned].flatMap((key) => network.get(key ?? null) ?? []);
    const pointed = focus.cluster === null ? rest : rest.filter((person) => person.cluster === focus.cluster);
    const placed: Placed[] = [];
    for (const person of new Set([...first, ...pointed])) {
      const point = renderer.project(person);
      if (point.x < 0 || point.y < 0 || point.x > stage.right || point.y > stage.bottom) continue;
      placed.push({ person, point, radius: renderer.scale(this.style.node(person).radius) });
    }
    return placed;
  }

  private writeNames(visible: Placed[], taken: Taken, stage: Rect): void {
    const room = Math.max(8, Math.round((stage.right * stage.bottom) / 24_000));
    const smallest = visible.length <= 60 ? 0 : 3;
    const centre = this.style.centre;
    for (const { person, point, radius } of visible) {
      const wanted = person.key === centre || person.key === this.style.focus.selected;
      const first = this.shown.length < BOLD;
      if (!wanted && (this.shown.length >= room || (radius < smallest && !first))) continue;
      const bold = wanted || first;
      const [size, weight] = [bold ? 13 : 12, bold ? 600 : 400];
      const name = shortened(person.name);
      const width = this.width(name, size, weight) + BESIDE;
      const spot = this.spots(point, radius, width).find((rect) => inside(rect, stage) && taken.isFree(rect));
      const rect = spot ?? (wanted ? this.spots(point, radius, width)[0] : undefined);
      if (!rect) continue;
      taken.claim(rect);
      this.shown.push(person.key);
      this.write(name, rect, size, weight, this.style.theme.text);
    }
  }

  /** How many people a group stands for, inside its disc. */
  private writeCounts(visible: Placed[]): void {
    for (const { person, point, radius } of visible) {
      if (person.size === 1) continue;
      const text = written(person.size);
      const width = this.width(text, 11, 600);
      if (width > 1.7 * radius) continue;
      const label = { text, x: point.x - width / 2, y: point.y + 0.5, size: 11, weight: 600, colour: this.style.theme.text };
      this.texts.push(label);
      this.counted.push(label);
    }
  }

  /** The names of the clusters above their islands, while the islands are small enough to be seen whole. */
  private writeClusters(taken: Taken, stage: Rect): void {
    const { theme } = this.style;
    const renderer = this.renderer();
    const named = new Map(this.network!.clusters.map(({ number, name }) => [number, name]));
    if (renderer.camera().ratio < 0.45 || this.islands.length < 2 || this.network!.isGrouped) return;
    for (const { number, middle, reach } of this.islands) {
      const text = named.get(number ?? -1);
      if (!text) continue;
      const name = shortened(text);
      const width = this.width(name, 11, 500);
      const top = renderer.project({ x: middle.x, y: middle.y + 0.85 * reach });
      const rect = { left: top.x - width / 2, right: top.x + width / 2, top: top.y - HEIGHT - GAP, bottom: top.y - GAP };
      if (!inside(rect, stage) || !taken.isFree(rect)) continue;
      taken.claim(rect);
      this.write(name, rect, 11, 500, mix(clusterColour(theme, number), theme.text, 0.75));
    }
  }

  private write(text: string, rect: Rect, size: number, weight: number, colour: Text["colour"]): void {
    this.rects.push(rect);
    this.texts.push({ text, x: rect.left, y: (rect.top + rect.bottom) / 2 + 0.5, size, weight, colour });
  }

  private width(text: string, size: number, weight: number): number {
    const font = `${weight} ${size}px ${this.style.theme.font}`;
    const known = this.widths.get(font + text);
    if (known !== undefined) return known;
    this.measure.font = font;
    const measured = this.measure.measureText(text).width;
    this.widths.set(font + text, measured);
    return measured;
  }

  private spots({ x, y }: Point, radius: number, width: number): Rect[] {
    const half = HEIGHT / 2;
    const at = (left: number, top: number): Rect => ({ left, top, right: left + width, bottom: top + HEIGHT });
    const off = radius + GAP;
    return [
      at(x + off, y - half),
      at(x - off - width, y - half),
      at(x - width / 2, y - off - HEIGHT),
      at(x - width / 2, y + off),
    ];
  }
}

function shortened(name: string): string {
  return name.length > LONGEST ? `${name.slice(0, LONGEST - 1)}…` : name;
}

function around({ x, y }: Point, radius: number): Rect {
  return { left: x - radius, right: x + radius, top: y - radius, bottom: y + radius };
}

/** Where elements lie over the stage, so that no name is written under them. */
export function covers(stage: HTMLElement, elements: HTMLElement[]): Rect[] {
  const { left: x, top: y } = stage.getBoundingClientRect();
  const rects = elements.map((element) => element.getBoundingClientRect()).filter(({ width }) => width > 0);
  return rects.map(({ left, top, right, bottom }) => ({ left: left - x, top: top - y, right: right - x, bottom: bottom - y }));
}

function inside(rect: Rect, stage: Rect): boolean {
  return rect.left >= 2 && rect.top >= 2 && rect.right <= stage.right - 2 && rect.bottom <= stage.bottom - 2;
}
