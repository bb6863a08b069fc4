/** The map on a plain canvas, for browsers without WebGL 2. The camera means what sigma's means. */

import type { Person } from "./data";
import type { Network } from "./network";
import { STAGE_PADDING, WHOLE, type Box, type Camera, type Listener, type Point, type Renderer } from "./renderer";
import type { Style } from "./style";
import { css } from "./theme";

export class CanvasRenderer implements Renderer {
  private readonly canvas = document.createElement("canvas");
  private readonly stopped = new AbortController();
  private network: Network | null = null;
  private box: Box = { x: [-1, 1], y: [-1, 1] };
  private state: Camera = WHOLE;
  private pending = 0;
  private pointers = new Map<number, Point>();
  private dragged = 0;

  constructor(
    private readonly stage: HTMLElement,
    private readonly style: Style,
    private readonly listener: Listener,
  ) {
    this.canvas.className = "map-layer";
    stage.append(this.canvas);
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
    this.refresh();
  }

  project({ x, y }: Point): Point {
    const { width, height } = this.size();
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
    this.canvas.remove();
  }

  private size(): { width: number; height: number } {
    return { width: this.stage.clientWidth, height: this.stage.clientHeight };
  }

  private frame(): [number, number, number] {
    const { x, y } = this.box;
    return [(x[0] + x[1]) / 2, (y[0] + y[1]) / 2, Math.max(x[1] - x[0], y[1] - y[0]) || 1];
  }

  /** Pixels that the map's longer side takes. */
  private unit(): number {
    const { width, height } = this.size();
    return Math.max(1, Math.min(width, height) - 2 * STAGE_PADDING) / this.state.ratio;
  }

  private draw(): void {
    const { width, height } = this.size();
    const pixels = devicePixelRatio || 1;
    this.canvas.width = width * pixels;
    this.canvas.height = height * pixels;
    const context = this.canvas.getContext("2d");
    if (!context || !this.network) return;
    context.scale(pixels, pixels);
    this.drawTies(context, this.network);
    const people = [...this.network.people.values()].sort((a, b) => this.style.node(a).z - this.style.node(b).z);
    for (const person of people) this.drawPerson(context, person);
    this.listener.moved();
  }

  private drawTies(context: CanvasRenderingContext2D, network: Network): void {
    for (const tie of network.ties.values()) {
      const look = this.style.edge(tie);
      if (look.hidden) continue;
      const [from, to] = [this.project(network.get(tie.source)!), this.project(network.get(tie.target)!)];
      context.strokeStyle = css(look.colour, look.alpha);
      context.lineWidth = look.width;
      context.beginPath();
      context.moveTo(from.x, from.y);
      context.lineTo(to.x, to.y);
      context.stroke();
    }
  }

  private drawPerson(context: CanvasRenderingContext2D, person: Person): void {
    const look = this.style.node(person);
    const { x, y } = this.project(person);
    const radius = this.scale(look.radius);
    const rim = radius * look.rim;
    context.fillStyle = css(look.fill);
    context.strokeStyle = css(look.border);
    context.lineWidth = rim;
    context.beginPath();
    if (look.square) context.rect(x - radius, y - radius, 2 * radius, 2 * radius);
    else context.arc(x, y, Math.max(0.5, radius - rim / 2), 0, 2 * Math.PI);
    context.fill();
    if (rim > 0.4) context.stroke();
  }

  private at(point: Point): string | null {
    let nearest: string | null = null;
    let best = Infinity;
    for (const person of this.network?.people.values() ?? []) {
      const place = this.project(person);
      const distance = Math.hypot(place.x - point.x, place.y - point.y) - this.scale(this.style.radius(person));
      if (distance < Math.min(4, best)) [nearest, best] = [person.key, distance];
    }
    return nearest;
  }

  private listen(): void {
    const { signal } = this.stopped;
    const on = <K extends keyof HTMLElementEventMap>(type: K, heard: (event: HTMLElementEventMap[K]) => void): void =>
      this.canvas.addEventListener(type, heard, { signal, passive: false });
    on("pointerdown", (event) => {
      this.canvas.setPointerCapture(event.pointerId);
      this.pointers.set(event.pointerId, place(event));
      this.dragged = 0;
    });
    on("pointermove", (event) => this.move(event));
    on("pointerup", (event) => {
      this.pointers.delete(event.pointerId);
      if (this.dragged < 5) this.listener.click(this.at(place(event)));
    });
    on("pointercancel", (event) => this.pointers.delete(event.pointerId));
    on("pointerleave", () => this.listener.hover(null));
    on("dblclick", (event) => {
      const key = this.at(place(event));
      if (key) this.listener.expand(key);
      else this.zoom(place(event), 0.5);
    });
    on("wheel", (event) => {
      event.preventDefault();
      this.zoom(place(event), event.deltaY > 0 ? 1.25 : 0.8);
    });
  }

  private move(event: PointerEvent): void {
    const before = this.pointers.get(event.pointerId);
    const now = place(event);
    if (!before) {
      this.listener.hover(this.at(now));
      return;
    }
    const others = [...this.pointers].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
    this.pointers.set(event.pointerId, now);
    this.dragged += Math.hypot(now.x - before.x, now.y - before.y);
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
    const { width, height } = this.size();
    const { x, y, ratio } = this.state;
    const next = Math.min(2.5, Math.max(0.02, ratio * factor));
    const gain = (1 - next / ratio) / this.unit();
    this.look({ x: x + (around.x - width / 2) * gain, y: y - (around.y - height / 2) * gain, ratio: next });
  }
}

function place(event: MouseEvent): Point {
  return { x: event.offsetX, y: event.offsetY };
}
