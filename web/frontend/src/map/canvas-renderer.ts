/** The map on a plain canvas, for browsers without WebGL 2. The camera means what sigma's means. */

import { WHOLE } from "./camera";
import { CanvasSurface, drawPeople, drawTies } from "./drawing";
import { Layer, unproject } from "./layer";
import type { Network } from "./network";
import { JITTER, STAGE_PADDING, type Box, type Camera, type Listener, type Point, type Renderer } from "./renderer";
import type { Style } from "./style";
import { settled } from "../common/dom";

const MARGIN = 0.25;

export class CanvasRenderer implements Renderer {
  private readonly layer: Layer;
  private readonly stopped = new AbortController();
  private readonly drawSoon = settled(() => this.draw(), 90);
  private network: Network | null = null;
  private box: Box = { x: [-1, 1], y: [-1, 1] };
  private state: Camera = WHOLE;
  private pending = 0;
  private pointers = new Map<number, Point>();
  private dragged = 0;
  private taken: string | null = null;

  constructor(
    private readonly stage: HTMLElement,
    private readonly style: Style,
    private readonly listener: Listener,
  ) {
    this.layer = new Layer(stage, () => this, "map-base", MARGIN);
    stage.append(this.layer.canvas);
    this.listen();
  }

  show(network: Network, box: Box): void {
    this.network = network;
    this.box = box;
    this.refresh();
  }

  refresh(): void {
    cancelAnimationFrame(this.pending);
    this.pending = requestAnimationFrame(() => this.draw());
  }

  resize(): void {
    this.refresh();
  }

  camera(): Camera {
    return this.state;
  }

  look(camera: Camera): void {
    this.state = camera;
    cancelAnimationFrame(this.pending);
    this.pending = requestAnimationFrame(() => {
      this.layer.follow();
      this.listener.moved();
      this.drawSoon();
    });
  }

  project({ x, y }: Point): Point {
    const { width, height } = this.layer.size;
    const unit = this.unit();
    const [middleX, middleY, side] = this.frame();
    return {
      x: width / 2 + ((x - middleX) / side + 0.5 - this.state.x) * unit,
      y: height / 2 - ((y - middleY) / side + 0.5 - this.state.y) * unit,
    };
  }

  scale(radius: number): number {
    return radius / Math.sqrt(this.state.ratio);
  }

  destroy(): void {
    this.stopped.abort();
    cancelAnimationFrame(this.pending);
    this.layer.canvas.remove();
  }

  private frame(): [number, number, number] {
    const { x, y } = this.box;
    return [(x[0] + x[1]) / 2, (y[0] + y[1]) / 2, Math.max(x[1] - x[0], y[1] - y[0]) || 1];
  }

  /** Pixels that the map's longer side takes, as sigma has it: a map as wide or as high as the stage fills it better. */
  private unit(): number {
    const { width, height } = this.layer.size;
    const { x, y } = this.box;
    const [stage, map] = [width / height, (x[1] - x[0]) / (y[1] - y[0])];
    const together = stage > 1 === map > 1 && Number.isFinite(map);
    const fit = together ? Math.min(Math.max(map, 1 / map), Math.max(stage, 1 / stage)) : 1;
    return (Math.max(1, Math.min(width, height) - 2 * STAGE_PADDING) * fit) / this.state.ratio;
  }

  private draw(): void {
    if (!this.network || this.stopped.signal.aborted) return;
    const surface = new CanvasSurface(this.layer.begin());
    drawTies(surface, this.network, this.style, this, this.style.tiesShown(this.state.ratio));
    drawPeople(surface, this.network, this.style, this);
    this.listener.moved();
  }

  private at(point: Point): string | null {
    return this.network?.places.under(point, this, this.style) ?? null;
  }

  private listen(): void {
    const { signal } = this.stopped;
    const on = <K extends keyof HTMLElementEventMap>(type: K, heard: (event: HTMLElementEventMap[K]) => void): void =>
      this.stage.addEventListener(type, heard, { signal, passive: false });
    on("pointerdown", (event) => {
      this.stage.setPointerCapture(event.pointerId);
      this.pointers.set(event.pointerId, this.place(event));
      this.dragged = 0;
      const key = event.pointerType === "touch" || event.button !== 0 ? null : this.at(this.place(event));
      this.taken = key !== null && this.listener.takes(key) ? key : null;
    });
    on("pointermove", (event) => this.move(event));
    on("pointerup", (event) => {
      if (!this.pointers.delete(event.pointerId)) return;
      if (this.dragged < JITTER) this.listener.click(this.at(this.place(event)));
      else if (this.taken) this.listener.drop();
      this.taken = null;
    });
    on("pointercancel", (event) => this.pointers.delete(event.pointerId));
    on("pointerleave", () => this.listener.hover(null));
    on("dblclick", (event) => {
      const key = this.at(this.place(event));
      if (key) this.listener.expand(key);
      else this.zoom(this.place(event), 0.5);
    });
    on("wheel", (event) => {
      event.preventDefault();
      this.zoom(this.place(event), event.deltaY > 0 ? 1.25 : 0.8);
    });
  }

  private move(event: PointerEvent): void {
    const before = this.pointers.get(event.pointerId);
    const now = this.place(event);
    if (!before) {
      this.listener.hover(this.at(now));
      return;
    }
    const others = [...this.pointers].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
    this.pointers.set(event.pointerId, now);
    this.dragged += Math.hypot(now.x - before.x, now.y - before.y);
    if (this.taken) {
      if (this.dragged >= JITTER) this.listener.drag(this.taken, unproject(this, now));
      return;
    }
    if (others[0]) {
      const [was, is] = [before, now].map((p) => Math.hypot(p.x - others[0]!.x, p.y - others[0]!.y));
      this.zoom(now, was! / Math.max(1, is!));
      return;
    }
    const unit = this.unit();
    const { x, y, ratio } = this.state;
    this.look({ x: x - (now.x - before.x) / unit, y: y + (now.y - before.y) / unit, ratio });
  }

  private zoom(around: Point, factor: number): void {
    const { width, height } = this.layer.size;
    const { x, y, ratio } = this.state;
    const next = Math.min(2.5, Math.max(0.02, ratio * factor));
    const gain = (1 - next / ratio) / this.unit();
    this.look({ x: x + (around.x - width / 2) * gain, y: y - (around.y - height / 2) * gain, ratio: next });
  }

  private place(event: MouseEvent): Point {
    const { left, top } = this.stage.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  }
}
