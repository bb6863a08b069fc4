/** A line drawn by hand around people: those inside are told. */

import { css } from "./theme";
import type { Network } from "./network";
import type { Point, Renderer } from "./renderer";
import type { Style } from "./style";

/** Lets the user draw on the stage once; gives back how to stop it. Escape gives up. */
export function lasso(
  stage: HTMLElement,
  style: Style,
  renderer: Renderer,
  network: () => Network | null,
  caught: (keys: string[]) => void,
): () => void {
  const canvas = document.createElement("canvas");
  canvas.className = "map-layer map-lasso";
  [canvas.width, canvas.height] = [stage.clientWidth, stage.clientHeight];
  const context = canvas.getContext("2d")!;
  const stopped = new AbortController();
  const line: Point[] = [];
  const stop = (): void => {
    stopped.abort();
    canvas.remove();
  };
  const draw = (): void => {
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.beginPath();
    for (const { x, y } of line) context.lineTo(x, y);
    context.closePath();
    context.fillStyle = css(style.theme.accent, 0.12);
    context.fill();
    context.strokeStyle = css(style.theme.accent);
    context.lineWidth = 1.5;
    context.stroke();
  };
  const on = <K extends keyof HTMLElementEventMap>(type: K, heard: (event: HTMLElementEventMap[K]) => void): void =>
    canvas.addEventListener(type, (event) => {
      event.stopPropagation();
      heard(event);
    }, { signal: stopped.signal });
  on("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    line.splice(0, line.length, { x: event.offsetX, y: event.offsetY });
  });
  on("pointermove", (event) => {
    if (line.length === 0) return;
    line.push({ x: event.offsetX, y: event.offsetY });
    draw();
  });
  on("pointerup", () => {
    const drawn = network();
    stop();
    const inside = [...(drawn?.people.values() ?? [])].filter((person) => surrounds(line, renderer.project(person)));
    caught(inside.flatMap((person) => drawn!.standsFor(person)));
  });
  for (const type of ["mousedown", "mousemove", "mouseup", "click", "dblclick"] as const) on(type, () => undefined);
  document.addEventListener("keydown", (event) => event.key === "Escape" && stop(), { signal: stopped.signal });
  stage.append(canvas);
  return stop;
}

/** Whether a point is inside a closed line: a ray from it crosses the line an odd number of times. */
export function surrounds(line: Point[], { x, y }: Point): boolean {
  let inside = false;
  for (let i = 0, j = line.length - 1; i < line.length; j = i++) {
    const [a, b] = [line[i]!, line[j]!];
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) inside = !inside;
  }
  return inside;
}
