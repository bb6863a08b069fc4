/** Whom people are likely to reach, drawn over a map: a ray to each, the stronger the likelier. */

import { getJson } from "../common/http";
import { css } from "../map/theme";
import type { MapView } from "../map/view";

export interface Reached {
  key: string;
  people: string[];
  chance: number[];
}

/** Somebody whose reach is drawn: which of the colours it has, and the number written on them, where they have one. */
export interface Reacher {
  key: string;
  colour: number;
  number?: number;
}

const LIKELY = 0.3;

export class ReachLayer {
  private readonly canvas = document.createElement("canvas");
  private readonly known = new Map<string, Promise<Reached>>();
  private shown: (Reacher & Reached)[] = [];
  private asked = 0;

  constructor(
    private readonly map: MapView,
    private readonly stage: HTMLElement,
    private readonly url: string,
  ) {
    this.canvas.className = "map-layer map-reach";
    stage.insertBefore(this.canvas, stage.querySelector(".map-labels"));
    map.element.addEventListener("map:draw", () => this.shown.length > 0 && this.draw());
  }

  /** Draws whom these people reach; nobody: the map as it is. */
  async show(people: Reacher[]): Promise<void> {
    const asked = ++this.asked;
    const found = await Promise.all(this.ask(people.map(({ key }) => key)));
    if (asked !== this.asked) return;
    this.shown = people.flatMap((one, i) => (found[i] ? [{ ...one, ...found[i] }] : []));
    this.stage.classList.toggle("map-reaching", this.shown.length > 0);
    this.draw();
  }

  /** What is known is old: it is asked for again when it is shown next. */
  forget(): void {
    this.known.clear();
  }

  private ask(keys: string[]): Promise<Reached | undefined>[] {
    const missing = keys.filter((key) => !this.known.has(key));
    if (missing.length > 0) {
      const query = missing.map((key) => `key=${encodeURIComponent(key)}`).join("&");
      const answer = getJson<{ items: Reached[] }>(`${this.url}?${query}`);
      for (const key of missing) {
        const one = answer.then(({ items }) => items.find((item) => item.key === key) ?? { key, people: [], chance: [] });
        one.catch(() => this.known.delete(key));
        this.known.set(key, one);
      }
    }
    return keys.map((key) => this.known.get(key)!.catch(() => undefined));
  }

  private draw(): void {
    const { clientWidth: width, clientHeight: height } = this.stage;
    if (width === 0) return;
    const scale = devicePixelRatio || 1;
    this.canvas.width = width * scale;
    this.canvas.height = height * scale;
    const context = this.canvas.getContext("2d")!;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    const { clusters, background } = this.map.style.theme;
    const colour = (one: Reacher): string => css(clusters[one.colour % clusters.length]!);
    for (const one of this.shown) this.rays(context, one, colour(one));
    for (const one of this.shown) this.head(context, one, colour(one), css(background));
  }

  private rays(context: CanvasRenderingContext2D, { key, people, chance }: Reached, colour: string): void {
    const from = this.map.place(key);
    context.strokeStyle = context.fillStyle = colour;
    people.forEach((other, i) => {
      const to = this.map.place(other);
      if (!to) return;
      const share = Math.sqrt(Math.min(1, chance[i]! / LIKELY));
      context.globalAlpha = 0.1 + 0.5 * share;
      context.lineWidth = 0.5 + 1.5 * share;
      if (from) {
        context.beginPath();
        context.moveTo(from.x, from.y);
        context.lineTo(to.x, to.y);
        context.stroke();
      }
      context.globalAlpha = 0.35 + 0.65 * share;
      disc(context, to, 2 + 3.5 * share);
    });
    context.globalAlpha = 1;
  }

  private head(context: CanvasRenderingContext2D, one: Reacher, colour: string, ground: string): void {
    const at = this.map.place(one.key);
    if (!at) return;
    context.fillStyle = ground;
    disc(context, at, 12);
    context.fillStyle = colour;
    disc(context, at, 10);
    if (one.number === undefined) return;
    context.fillStyle = ground;
    context.font = "600 11px system-ui, sans-serif";
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(String(one.number), at.x, at.y + 0.5);
  }
}

function disc(context: CanvasRenderingContext2D, { x, y }: { x: number; y: number }, radius: number): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
}
