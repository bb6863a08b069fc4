/** Names on the map: the weightiest first, with a halo, never over another name or a large dot. */

import type { Person } from "./data";
import type { Network } from "./network";
import type { Point, Renderer } from "./renderer";
import type { Style } from "./style";
import { clusterColour, css, mix } from "./theme";

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
const BOLD = 14;
const OBSTACLES = 80;
/** From this share of the largest dot on, a dot is too large to be written over. */
const LARGE = 0.55;

/** Rectangles taken so far, found again by a grid. */
class Taken {
  private readonly cells = new Map<string, Rect[]>();

  claim(rect: Rect): void {
    for (const cell of this.over(rect)) this.cells.set(cell, [...(this.cells.get(cell) ?? []), rect]);
  }

  isFree(rect: Rect): boolean {
    return !this.over(rect).some((cell) => this.cells.get(cell)?.some((other) => overlap(rect, other)));
  }

  private over({ left, right, top, bottom }: Rect): string[] {
    const cells: string[] = [];
    for (let x = Math.floor(left / 80); x <= Math.floor(right / 80); x++)
      for (let y = Math.floor(top / 80); y <= Math.floor(bottom / 80); y++) cells.push(`${x},${y}`);
    return cells;
  }
}

function overlap(a: Rect, b: Rect): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

export class Labels {
  private readonly canvas = document.createElement("canvas");
  private readonly widths = new Map<string, number>();
  private order: Person[] = [];
  private network: Network | null = null;
  /** The keys whose names are shown now. */
  shown: string[] = [];
  /** Where names are written now, those of clusters too. */
  rects: Rect[] = [];

  constructor(
    private readonly stage: HTMLElement,
    private readonly style: Style,
    private readonly renderer: () => Renderer,
    private readonly covered: () => Rect[],
  ) {
    this.canvas.className = "map-layer map-labels";
    stage.append(this.canvas);
  }

  use(network: Network): void {
    this.network = network;
    this.order = [...network.people.values()].sort((a, b) => b.score - a.score || a.key.localeCompare(b.key));
  }

  draw(): void {
    const [width, height] = [this.stage.clientWidth, this.stage.clientHeight];
    const pixels = devicePixelRatio || 1;
    this.canvas.width = width * pixels;
    this.canvas.height = height * pixels;
    const context = this.canvas.getContext("2d");
    if (!context || !this.network) return;
    context.scale(pixels, pixels);
    context.textBaseline = "middle";
    context.lineJoin = "round";
    const visible = this.visible(width, height);
    const taken = new Taken();
    for (const rect of this.covered()) taken.claim(rect);
    const large = LARGE * Math.max(...visible.slice(0, OBSTACLES).map(({ radius }) => radius));
    for (const { point, radius } of visible.slice(0, OBSTACLES)) {
      if (radius > large) taken.claim(around(point, radius * 0.7));
    }
    this.shown = [];
    this.rects = [];
    this.drawNames(context, visible, taken, { left: 0, top: 0, right: width, bottom: height });
    this.drawClusters(context, taken, { left: 0, top: 0, right: width, bottom: height });
  }

  private visible(width: number, height: number): Placed[] {
    const renderer = this.renderer();
    const centre = this.style.centre;
    const first = this.order.filter((person) => person.key === centre || person.key === this.style.focus.selected);
    const pointed = centre !== null || this.style.focus.cluster !== null;
    const rest = pointed ? this.order.filter((person) => this.style.stands(person)) : this.order;
    const placed: Placed[] = [];
    for (const person of new Set([...first, ...rest])) {
      const point = renderer.project(person);
      if (point.x < 0 || point.y < 0 || point.x > width || point.y > height) continue;
      placed.push({ person, point, radius: renderer.scale(this.style.node(person).radius) });
    }
    return placed;
  }

  private drawNames(context: CanvasRenderingContext2D, visible: Placed[], taken: Taken, stage: Rect): void {
    const room = Math.max(8, Math.round((stage.right * stage.bottom) / 24_000));
    const smallest = visible.length <= 60 ? 0 : 3;
    const centre = this.style.centre;
    for (const { person, point, radius } of visible) {
      const wanted = person.key === centre || person.key === this.style.focus.selected;
      const first = this.shown.length < BOLD;
      if (!wanted && (this.shown.length >= room || (radius < smallest && !first))) continue;
      const bold = wanted || first;
      context.font = `${bold ? 600 : 400} ${bold ? 13 : 12}px ${this.style.theme.font}`;
      const width = this.width(context, person.name);
      const spot = this.spots(point, radius, width).find((rect) => inside(rect, stage) && taken.isFree(rect));
      const rect = spot ?? (wanted ? this.spots(point, radius, width)[0] : undefined);
      if (!rect) continue;
      taken.claim(rect);
      this.shown.push(person.key);
      this.write(context, person.name, rect, css(this.style.theme.text));
    }
  }

  /** The names of the clusters above their islands, while the islands are small enough to be seen whole. */
  private drawClusters(context: CanvasRenderingContext2D, taken: Taken, stage: Rect): void {
    const { theme } = this.style;
    if (this.renderer().camera().ratio < 0.45 || (this.network?.clusters.length ?? 0) < 2) return;
    const tops = new Map<number, { x: number; n: number; top: number }>();
    for (const person of this.order) {
      if (person.cluster === null) continue;
      const { x, y } = this.renderer().project(person);
      const known = tops.get(person.cluster) ?? { x: 0, n: 0, top: Infinity };
      tops.set(person.cluster, { x: known.x + x, n: known.n + 1, top: Math.min(known.top, y) });
    }
    context.font = `500 11px ${theme.font}`;
    for (const cluster of this.network?.clusters ?? []) {
      const place = tops.get(cluster.number);
      if (!place || place.n < 8) continue;
      const name = cluster.name.length > 30 ? `${cluster.name.slice(0, 29)}…` : cluster.name;
      const width = this.width(context, name);
      const left = place.x / place.n - width / 2;
      const rect = { left, right: left + width, top: place.top - HEIGHT - GAP, bottom: place.top - GAP };
      if (!inside(rect, stage) || !taken.isFree(rect)) continue;
      taken.claim(rect);
      this.write(context, name, rect, css(mix(clusterColour(theme, cluster.number), theme.text, 0.75)));
    }
  }

  private write(context: CanvasRenderingContext2D, text: string, rect: Rect, colour: string): void {
    this.rects.push(rect);
    const middle = (rect.top + rect.bottom) / 2 + 0.5;
    context.strokeStyle = css(this.style.theme.background, 0.85);
    context.lineWidth = 4;
    context.strokeText(text, rect.left, middle);
    context.fillStyle = colour;
    context.fillText(text, rect.left, middle);
  }

  private width(context: CanvasRenderingContext2D, text: string): number {
    const known = this.widths.get(context.font + text);
    if (known !== undefined) return known;
    const measured = context.measureText(text).width;
    this.widths.set(context.font + text, measured);
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

function around({ x, y }: Point, radius: number): Rect {
  return { left: x - radius, right: x + radius, top: y - radius, bottom: y + radius };
}

function inside(rect: Rect, stage: Rect): boolean {
  return rect.left >= 2 && rect.top >= 2 && rect.right <= stage.right - 2 && rect.bottom <= stage.bottom - 2;
}
