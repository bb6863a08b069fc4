/** What the map asks of whatever draws it: WebGL by sigma, or a plain canvas. */

import type { Network } from "./network";
import type { Style } from "./style";

/** Where one looks: the middle in units of the map's longer side, and how much of it is seen (1: all). */
export interface Camera {
  x: number;
  y: number;
  ratio: number;
}

export const WHOLE: Camera = { x: 0.5, y: 0.5, ratio: 1 };

export interface Box {
  x: [number, number];
  y: [number, number];
}

export interface Point {
  x: number;
  y: number;
}

export interface Listener {
  hover(key: string | null): void;
  click(key: string | null): void;
  expand(key: string): void;
  /** After each drawing: people, looks or camera may have changed. */
  moved(): void;
}

export interface Renderer {
  /** Draws another network; `box` is what the whole map shows. */
  show(network: Network, box: Box): void;
  /** Draws anew after people, ties or looks have changed. */
  refresh(): void;
  resize(): void;
  camera(): Camera;
  look(camera: Camera, animated: boolean): void;
  /** From the map's coordinates to pixels of the stage. */
  project(point: Point): Point;
  /** A radius in pixels at the present zoom. */
  scale(radius: number): number;
  destroy(): void;
}

export type MakeRenderer = (stage: HTMLElement, style: Style, listener: Listener) => Renderer;

export const STAGE_PADDING = 40;

/** The camera that shows these points with some air around them. */
export function cameraOn(points: Point[], box: Box): Camera {
  if (points.length === 0) return WHOLE;
  const side = Math.max(box.x[1] - box.x[0], box.y[1] - box.y[0]) || 1;
  const normal = (p: Point): Point => ({
    x: (p.x - (box.x[0] + box.x[1]) / 2) / side + 0.5,
    y: (p.y - (box.y[0] + box.y[1]) / 2) / side + 0.5,
  });
  const [xs, ys] = [points.map((p) => normal(p).x), points.map((p) => normal(p).y)];
  const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const ratio = Math.min(1.2, Math.max(0.12, 1.35 * Math.max(right - left, high - low)));
  return { x: (left + right) / 2, y: (low + high) / 2, ratio };
}

export function boxAround(points: Iterable<Point>): Box {
  const box: Box = { x: [Infinity, -Infinity], y: [Infinity, -Infinity] };
  for (const { x, y } of points) {
    box.x = [Math.min(box.x[0], x), Math.max(box.x[1], x)];
    box.y = [Math.min(box.y[0], y), Math.max(box.y[1], y)];
  }
  return box.x[0] <= box.x[1] ? box : { x: [-1, 1], y: [-1, 1] };
}
