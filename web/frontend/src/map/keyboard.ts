/** Walking the map by keys: arrows go to the neighbour that lies that way, and with Shift choose, with Alt move somebody. */

import type { Person } from "./data";
import { heavier, type Network } from "./network";

export interface Walker {
  network(): Network | null;
  at(): string | null;
  goTo(key: string): void;
  open(key: string): void;
  expand(key: string): void;
  choose(keys: string[]): void;
  toggle(key: string): void;
  move(key: string, angle: number): void;
  /** Takes the last move back; false where there is none. */
  undo(): boolean;
  clear(): void;
  zoom(factor: number): void;
  fit(): void;
}

const ARROWS: Record<string, number> = {
  ArrowRight: 0,
  ArrowUp: Math.PI / 2,
  ArrowLeft: Math.PI,
  ArrowDown: -Math.PI / 2,
};

export function walkByKeys(stage: HTMLElement, walker: Walker): void {
  stage.addEventListener("keydown", (event) => {
    const at = walker.at();
    const angle = ARROWS[event.key];
    const command = event.ctrlKey || event.metaKey;
    if (command && event.key === "z" && walker.undo()) event.stopPropagation();
    else if (event.altKey && !command && angle !== undefined && at) walker.move(at, angle);
    else if (command || event.altKey) return;
    else if (angle !== undefined) step(walker, at, angle, event.shiftKey);
    else if (event.key === " " && event.shiftKey && at) walker.toggle(at);
    else if (event.key === "Enter" && at) walker.open(at);
    else if (event.key === " " && at) walker.expand(at);
    else if (event.key === "Escape") walker.clear();
    else if (event.key === "+" || event.key === "=") walker.zoom(1 / 1.5);
    else if (event.key === "-") walker.zoom(1.5);
    else if (event.key === "0") walker.fit();
    else return;
    event.preventDefault();
  });
}

function step(walker: Walker, at: string | null, angle: number, choosing: boolean): void {
  const network = walker.network();
  if (!network) return;
  const here = network.get(at);
  const next = here ? towards(here, network, angle) : weightiest(network);
  if (choosing) walker.choose([here, next].flatMap((person) => person?.key ?? []));
  if (next) walker.goTo(next.key);
}

/** The neighbour nearest to the direction of an arrow; distance counts a little. */
function towards(here: Person, network: Network, angle: number): Person | undefined {
  const turn = (person: Person): number => {
    const off = Math.atan2(person.y - here.y, person.x - here.x) - angle;
    return Math.abs(Math.atan2(Math.sin(off), Math.cos(off)));
  };
  const distance = (person: Person): number => Math.hypot(person.x - here.x, person.y - here.y);
  return network
    .neighbours(here.key)
    .filter((person) => turn(person) < Math.PI / 2)
    .sort((a, b) => (1 + turn(a)) * (1 + distance(a)) - (1 + turn(b)) * (1 + distance(b)))[0];
}

function weightiest(network: Network): Person | undefined {
  return [...network.people.values()].sort(heavier)[0];
}
