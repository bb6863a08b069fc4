/** Where people are, so that the weightiest of a part of the map, or the nearest to a point, are found at once. */

import type { Person } from "./data";
import { unproject } from "./layer";
import { boxAround } from "./camera";
import type { Box, Point, Renderer } from "./renderer";
import type { Style } from "./style";

const LEVELS = 8;
/** So many of each cell are kept for labels, at each level. */
const KEPT = 4;
/** Cells that the looked-at part is cut into, along its longer side. */
const CELLS = 7;
/** Pixels around a dot that still count as it. */
const TOUCH = 4;

export class Places {
  private readonly box: Box;
  private readonly side: number;
  private readonly weightiest: Map<number, number[]>[] = Array.from({ length: LEVELS }, () => new Map());
  private readonly finest = new Map<number, number[]>();

  /** `people`: the weightiest first. */
  constructor(private readonly people: Person[]) {
    this.box = boxAround(people);
    this.side = Math.max(this.box.x[1] - this.box.x[0], this.box.y[1] - this.box.y[0]) || 1;
    people.forEach((person, i) => {
      for (let level = 0; level < LEVELS; level++) {
        const cells = this.weightiest[level]!;
        const kept = enter(cells, this.cell(person, level));
        if (kept.length < KEPT) kept.push(i);
      }
      enter(this.finest, this.cell(person, LEVELS - 1)).push(i);
    });
  }

  /** Some hundred people inside a box, the weightiest of each part of it, weightiest first. */
  prominent(box: Box): Person[] {
    const side = Math.max(box.x[1] - box.x[0], box.y[1] - box.y[0]) || 1;
    const level = Math.min(LEVELS - 1, Math.max(0, Math.round(Math.log2((CELLS * this.side) / side))));
    return this.gather(this.weightiest[level]!, level, box);
  }

  /** Everybody inside a box, weightiest first. */
  inside(box: Box): Person[] {
    return this.gather(this.finest, LEVELS - 1, box);
  }

  /** Who is drawn nearest to a point of the stage, no more than so many pixels `away` from it. */
  under(point: Point, renderer: Renderer, style: Style, away = TOUCH): string | null {
    const reach = away + renderer.scale(style.largestRadius);
    const low = unproject(renderer, { x: point.x - reach, y: point.y + reach });
    const high = unproject(renderer, { x: point.x + reach, y: point.y - reach });
    let nearest: string | null = null;
    let best = away;
    for (const person of this.inside({ x: [low.x, high.x], y: [low.y, high.y] })) {
      const { x, y } = renderer.project(person);
      const distance = Math.hypot(x - point.x, y - point.y) - renderer.scale(style.radius(person));
      if (distance < best) [nearest, best] = [person.key, distance];
    }
    return nearest;
  }

  private gather(cells: Map<number, number[]>, level: number, box: Box): Person[] {
    const n = 2 ** level;
    const [left, low] = this.at({ x: box.x[0], y: box.y[0] }, n);
    const [right, high] = this.at({ x: box.x[1], y: box.y[1] }, n);
    const found: number[] = [];
    for (let row = low; row <= high; row++) {
      for (let column = left; column <= right; column++) found.push(...(cells.get(row * n + column) ?? []));
    }
    return found.sort((a, b) => a - b).map((i) => this.people[i]!);
  }

  private cell(point: Point, level: number): number {
    const [column, row] = this.at(point, 2 ** level);
    return row * 2 ** level + column;
  }

  private at({ x, y }: Point, n: number): [number, number] {
    const clamp = (share: number): number => Math.min(n - 1, Math.max(0, Math.floor(share * n)));
    return [clamp((x - this.box.x[0]) / this.side), clamp((y - this.box.y[0]) / this.side)];
  }
}

function enter(cells: Map<number, number[]>, cell: number): number[] {
  let found = cells.get(cell);
  if (!found) cells.set(cell, (found = []));
  return found;
}
