/** What lies under the map: soft ground that makes clusters islands, and a grain for each person not drawn alone. */

import { CanvasSurface, drawIslands, dustColour, type Island } from "./drawing";
import type { Person } from "./data";
import { boxSeen, Layer } from "./layer";
import type { Network } from "./network";
import type { Point, Renderer } from "./renderer";
import type { Style } from "./style";
import type { Rgb } from "./theme";

const SMALLEST = 12;
const MARGIN = 0.25;

export class Ground {
  islands: Island[] = [];
  private network: Network | null = null;
  private counted = 0;
  private readonly layer: Layer;

  constructor(
    stage: HTMLElement,
    private readonly style: Style,
    private readonly renderer: () => Renderer,
  ) {
    this.layer = new Layer(stage, renderer, "map-ground", MARGIN);
    stage.prepend(this.layer.canvas);
  }

  use(network: Network): void {
    if (network === this.network && network.members.all.length === this.counted) return;
    [this.network, this.counted] = [network, network.members.all.length];
    const members = new Map<number, Point[]>();
    for (const person of network.members.all) {
      if (!person || person.cluster === null) continue;
      const known = members.get(person.cluster);
      if (known) known.push(person);
      else members.set(person.cluster, [person]);
    }
    this.islands = [...members].filter(([, points]) => points.length >= SMALLEST).map(([n, p]) => island(n, p));
  }

  draw(): void {
    if (!this.network) return;
    const context = this.layer.begin();
    drawIslands(new CanvasSurface(context), this.islands, this.style, this.renderer());
    this.strew(context, dust(this.network));
  }

  follow(): void {
    this.layer.follow();
  }

  /** A pixel for each grain: too many for a canvas to be asked for each. */
  private strew(context: CanvasRenderingContext2D, grains: Person[]): void {
    if (grains.length === 0) return;
    const { canvas } = this.layer;
    const box = boxSeen(this.renderer(), this.layer.size, MARGIN);
    const [perX, perY] = [canvas.width / (box.x[1] - box.x[0]), canvas.height / (box.y[1] - box.y[0])];
    const image = new ImageData(canvas.width, canvas.height);
    const pixels = new Uint32Array(image.data.buffer);
    const colours = new Map<number | null, number>();
    const size = Math.max(1, Math.round((devicePixelRatio || 1) * (grains.length > 30_000 ? 1 : 1.5)));
    for (const { x, y, cluster } of grains) {
      const [column, row] = [Math.round((x - box.x[0]) * perX), Math.round((box.y[1] - y) * perY)];
      if (column < 0 || row < 0 || column + size > canvas.width || row + size > canvas.height) continue;
      let colour = colours.get(cluster);
      if (colour === undefined) colours.set(cluster, (colour = packed(dustColour(this.style, cluster))));
      for (let i = 0; i < size; i++) pixels.fill(colour, (row + i) * canvas.width + column, (row + i) * canvas.width + column + size);
    }
    const grain = new OffscreenCanvas(canvas.width, canvas.height);
    grain.getContext("2d")!.putImageData(image, 0, 0);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.drawImage(grain, 0, 0);
  }
}

/** The members who are on the map but not drawn for themselves. */
export function dust(network: Network): Person[] {
  if (!network.isGrouped) return [];
  return network.members.all.filter((person, i): person is Person => person !== null && network.isDust(i));
}

function packed([r, g, b]: Rgb): number {
  return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
}

/** The middle of the members, and a reach that leaves the farthest tenth out. */
function island(number: number, points: Point[]): Island {
  const middle = { x: 0, y: 0 };
  for (const { x, y } of points) {
    middle.x += x / points.length;
    middle.y += y / points.length;
  }
  const distances = Float64Array.from(points, (p) => Math.hypot(p.x - middle.x, p.y - middle.y)).sort();
  return { number, middle, reach: 1.25 * (distances[Math.floor(0.9 * (distances.length - 1))] ?? 0) };
}
