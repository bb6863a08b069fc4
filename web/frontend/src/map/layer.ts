/** A canvas that is drawn when the camera stands still, and only shifted and scaled while it moves. */

import type { Box, Point, Renderer } from "./renderer";

const HERE: Point = { x: 0, y: 0 };
const THERE: Point = { x: 1000, y: 0 };

export class Layer {
  readonly canvas = document.createElement("canvas");
  private seen: [Point, Point] | null = null;

  /** `margin`: how much is drawn beyond each edge of the stage, as a share of it. */
  constructor(
    private readonly stage: HTMLElement,
    private readonly renderer: () => Renderer,
    kind: string,
    private readonly margin = 0,
  ) {
    this.canvas.className = `map-layer ${kind}`;
  }

  get size(): { width: number; height: number } {
    return { width: this.stage.clientWidth, height: this.stage.clientHeight };
  }

  /** An empty canvas to draw on in pixels of the stage. */
  begin(): CanvasRenderingContext2D {
    const { width, height } = this.size;
    const pixels = devicePixelRatio || 1;
    const wide = 1 + 2 * this.margin;
    const [w, h] = [Math.round(width * wide * pixels), Math.round(height * wide * pixels)];
    if (this.canvas.width !== w || this.canvas.height !== h) [this.canvas.width, this.canvas.height] = [w, h];
    const context = this.canvas.getContext("2d")!;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, w, h);
    context.setTransform(pixels, 0, 0, pixels, this.margin * width * pixels, this.margin * height * pixels);
    this.seen = [this.renderer().project(HERE), this.renderer().project(THERE)];
    this.put(1, 0, 0);
    return context;
  }

  /** Brings what is drawn to where the camera sees it now. */
  follow(): void {
    if (!this.seen) return;
    const [here, there] = [this.renderer().project(HERE), this.renderer().project(THERE)];
    const scale = (there.x - here.x) / (this.seen[1].x - this.seen[0].x);
    this.put(scale, here.x - scale * this.seen[0].x, here.y - scale * this.seen[0].y);
  }

  private put(scale: number, x: number, y: number): void {
    const { width, height } = this.size;
    const [left, top] = [x - scale * this.margin * width, y - scale * this.margin * height];
    const { style } = this.canvas;
    const wide = `${100 * (1 + 2 * this.margin)}%`;
    if (style.width !== wide) [style.width, style.height] = [wide, wide];
    style.transform = `translate(${left}px, ${top}px) scale(${scale})`;
  }
}

/** From pixels of the stage to the map's coordinates. */
export function unproject(renderer: Renderer, { x, y }: Point): Point {
  const [here, there] = [renderer.project(HERE), renderer.project(THERE)];
  const scale = (there.x - here.x) / THERE.x || 1;
  return { x: (x - here.x) / scale, y: (here.y - y) / scale };
}

/** The part of the map that a rectangle of the stage shows, `margin` times its size beyond each edge. */
export function boxSeen(renderer: Renderer, { width, height }: { width: number; height: number }, margin = 0): Box {
  const low = unproject(renderer, { x: -margin * width, y: (1 + margin) * height });
  const high = unproject(renderer, { x: (1 + margin) * width, y: -margin * height });
  return { x: [low.x, high.x], y: [low.y, high.y] };
}
