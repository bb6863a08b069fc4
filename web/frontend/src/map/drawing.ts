/** Drawing a map onto any surface: a canvas, or the text of an SVG. */

import type { Person, Tie } from "./data";
import type { Network } from "./network";
import type { Point } from "./renderer";
import type { NodeLook, Style } from "./style";
import { clusterColour, css, mix, type Rgb } from "./theme";

export interface Text {
  text: string;
  /** Left end, and the middle of the line. */
  x: number;
  y: number;
  size: number;
  weight: number;
  colour: Rgb;
}

export interface Surface {
  line(from: Point, to: Point, width: number, colour: Rgb, alpha: number): void;
  dot(at: Point, radius: number, fill: Rgb, rim: number, border: Rgb): void;
  square(at: Point, radius: number, fill: Rgb, rim: number, border: Rgb): void;
  /** A soft disc that fades outwards. */
  glow(at: Point, radius: number, colour: Rgb, alpha: number): void;
  /** `halo`: the colour behind the letters; null for none. */
  text(text: Text, font: string, halo: Rgb | null): void;
}

/** From the map to the surface. */
export interface Projection {
  project(point: Point): Point;
  scale(radius: number): number;
}

export class CanvasSurface implements Surface {
  constructor(private readonly context: CanvasRenderingContext2D) {
    context.textBaseline = "middle";
    context.lineJoin = "round";
  }

  line(from: Point, to: Point, width: number, colour: Rgb, alpha: number): void {
    const { context } = this;
    context.strokeStyle = css(colour, alpha);
    context.lineWidth = width;
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
    context.stroke();
  }

  dot({ x, y }: Point, radius: number, fill: Rgb, rim: number, border: Rgb): void {
    this.context.beginPath();
    this.context.arc(x, y, Math.max(0.5, radius - rim / 2), 0, 2 * Math.PI);
    this.fill(fill, rim, border);
  }

  square({ x, y }: Point, radius: number, fill: Rgb, rim: number, border: Rgb): void {
    this.context.beginPath();
    this.context.rect(x - radius, y - radius, 2 * radius, 2 * radius);
    this.fill(fill, rim, border);
  }

  glow({ x, y }: Point, radius: number, colour: Rgb, alpha: number): void {
    const ground = this.context.createRadialGradient(x, y, 0, x, y, radius);
    ground.addColorStop(0, css(colour, alpha));
    ground.addColorStop(0.7, css(colour, alpha * 0.55));
    ground.addColorStop(1, css(colour, 0));
    this.context.fillStyle = ground;
    this.context.fillRect(x - radius, y - radius, 2 * radius, 2 * radius);
  }

  text({ text, x, y, size, weight, colour }: Text, font: string, halo: Rgb | null): void {
    const { context } = this;
    context.font = `${weight} ${size}px ${font}`;
    if (halo) {
      context.strokeStyle = css(halo, 0.85);
      context.lineWidth = 4;
      context.strokeText(text, x, y);
    }
    context.fillStyle = css(colour);
    context.fillText(text, x, y);
  }

  private fill(fill: Rgb, rim: number, border: Rgb): void {
    this.context.fillStyle = css(fill);
    this.context.fill();
    if (rim <= 0.4) return;
    this.context.strokeStyle = css(border);
    this.context.lineWidth = rim;
    this.context.stroke();
  }
}

/** The strongest ties, as many as one can tell apart at the zoom. */
export function drawTies(surface: Surface, network: Network, style: Style, at: Projection, most: number): void {
  let drawn = 0;
  for (const tie of network.ties.values()) {
    if (drawn++ >= most) return;
    const { width, colour, alpha } = style.edge(tie);
    surface.line(...ends(tie, network, at), width, colour, alpha);
  }
}

export function drawPeople(surface: Surface, network: Network, style: Style, at: Projection): void {
  const looks = [...network.people.values()].map((person) => ({ person, look: style.node(person) }));
  for (const { person, look } of looks.sort((a, b) => a.look.z - b.look.z)) drawPerson(surface, person, look, at);
}

export function drawPerson(surface: Surface, person: Person, look: NodeLook, at: Projection): void {
  const radius = at.scale(look.radius);
  const shape = look.square ? surface.square : surface.dot;
  shape.call(surface, at.project(person), radius, look.fill, radius * look.rim, look.border);
}

export function ends(tie: Tie, network: Network, at: Projection): [Point, Point] {
  return [at.project(network.get(tie.source)!), at.project(network.get(tie.target)!)];
}

export interface Island {
  number: number | null;
  middle: Point;
  reach: number;
}

/** The soft ground under each cluster. */
export function drawIslands(surface: Surface, islands: Island[], style: Style, at: Projection): void {
  for (const { number, middle, reach } of islands) {
    const centre = at.project(middle);
    const radius = Math.max(4, at.project({ x: middle.x + reach, y: middle.y }).x - centre.x);
    surface.glow(centre, radius, clusterColour(style.theme, number), style.theme.dark ? 0.2 : 0.13);
  }
}

/** The colour of those who are too many to be drawn one by one. */
export function dustColour(style: Style, cluster: number | null): Rgb {
  return mix(clusterColour(style.theme, cluster), style.theme.background, 0.62);
}
