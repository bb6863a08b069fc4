/** The soft ground under each cluster, so that it reads as an island. */

import type { Network } from "./network";
import type { Point, Renderer } from "./renderer";
import type { Style } from "./style";
import { clusterColour, css } from "./theme";

interface Island {
  number: number;
  middle: Point;
  reach: number;
}

const SMALLEST = 12;

export class Islands {
  private readonly canvas = document.createElement("canvas");
  private islands: Island[] = [];

  constructor(
    private readonly stage: HTMLElement,
    private readonly style: Style,
    private readonly renderer: () => Renderer,
  ) {
    this.canvas.className = "map-layer map-islands";
    stage.prepend(this.canvas);
  }

  use(network: Network): void {
    const members = new Map<number, Point[]>();
    for (const person of network.people.values()) {
      if (person.cluster === null) continue;
      const known = members.get(person.cluster);
      if (known) known.push(person);
      else members.set(person.cluster, [person]);
    }
    this.islands = [...members].filter(([, points]) => points.length >= SMALLEST).map(([n, p]) => island(n, p));
  }

  draw(): void {
    const [width, height] = [this.stage.clientWidth, this.stage.clientHeight];
    this.canvas.width = width;
    this.canvas.height = height;
    const context = this.canvas.getContext("2d");
    if (!context) return;
    const { theme, focus } = this.style;
    for (const { number, middle, reach } of this.islands) {
      const { x, y } = this.renderer().project(middle);
      const radius = Math.max(4, this.renderer().project({ x: middle.x + reach, y: middle.y }).x - x);
      const strength = focus.cluster === null || focus.cluster === number ? 1 : 0.25;
      const colour = clusterColour(theme, number);
      const ground = context.createRadialGradient(x, y, 0, x, y, radius);
      ground.addColorStop(0, css(colour, (theme.dark ? 0.2 : 0.13) * strength));
      ground.addColorStop(0.7, css(colour, (theme.dark ? 0.1 : 0.07) * strength));
      ground.addColorStop(1, css(colour, 0));
      context.fillStyle = ground;
      context.fillRect(x - radius, y - radius, 2 * radius, 2 * radius);
    }
  }
}

/** The middle of the members, and a reach that leaves the farthest tenth out. */
function island(number: number, points: Point[]): Island {
  const sum = points.reduce((a, b) => ({ x: a.x + b.x, y: a.y + b.y }), { x: 0, y: 0 });
  const middle = { x: sum.x / points.length, y: sum.y / points.length };
  const distances = points.map((p) => Math.hypot(p.x - middle.x, p.y - middle.y)).sort((a, b) => a - b);
  return { number, middle, reach: 1.25 * (distances[Math.floor(0.9 * (distances.length - 1))] ?? 0) };
}
