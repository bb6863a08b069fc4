/** Where one looks: at all, at some points, at what an address says. */

import type { Box, Camera, Point } from "./renderer";

export const WHOLE: Camera = { x: 0.5, y: 0.5, ratio: 1 };

/** The camera that shows these points with some air around them. */
export function cameraOn(points: Point[], box: Box): Camera {
  if (points.length === 0) return WHOLE;
  const { side, ...middle } = frame(box);
  const normal = (p: Point): Point => ({ x: (p.x - middle.x) / side + 0.5, y: (p.y - middle.y) / side + 0.5 });
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

/** The camera of a map in another box that shows the same part of it. */
export function carried({ x, y, ratio }: Camera, from: Box, to: Box): Camera {
  const [before, after] = [frame(from), frame(to)];
  const moved = (at: number, old: number, fresh: number): number => ((at - 0.5) * before.side + old - fresh) / after.side + 0.5;
  return { x: moved(x, before.x, after.x), y: moved(y, before.y, after.y), ratio: (ratio * before.side) / after.side };
}

/** As an address has it; "" where all is shown. */
export function cameraText({ x, y, ratio }: Camera): string {
  const away = Math.abs(x - WHOLE.x) + Math.abs(y - WHOLE.y) + Math.abs(ratio - WHOLE.ratio);
  return away < 0.002 ? "" : [x, y, ratio].map((value) => String(Math.round(value * 1000) / 1000)).join(",");
}

export function cameraFrom(text: string): Camera {
  const [x, y, ratio] = text.split(",").map(Number);
  return x !== undefined && y !== undefined && ratio && [x, y, ratio].every(Number.isFinite) ? { x, y, ratio } : WHOLE;
}

/** The middle of a box, and its longer side. */
function frame({ x, y }: Box): Point & { side: number } {
  return { x: (x[0] + x[1]) / 2, y: (y[0] + y[1]) / 2, side: Math.max(x[1] - x[0], y[1] - y[0]) || 1 };
}
