/** More of the map as one comes nearer: groups open, and close again when they are far. */

import { boxSeen } from "./layer";
import type { Network } from "./network";
import type { Box, Renderer } from "./renderer";

/** Shares of the stage's shorter side that a group's radius takes. */
const OPENS = 0.42;
const CLOSES = 0.24;

export class Detail {
  private near = new Set<string>();

  /** Whether anything on the map has changed. */
  adapt(network: Network, renderer: Renderer, size: { width: number; height: number }): boolean {
    if (!network.isGrouped) return false;
    const seen = boxSeen(renderer, size);
    const side = Math.min(seen.x[1] - seen.x[0], seen.y[1] - seen.y[0]);
    this.near = new Set([...this.near].filter((key) => network.isOpen(key)));
    const far = [...this.near].filter((key) => (network.groups.get(key)?.reach ?? 0) < CLOSES * side);
    const near = [...network.groups.values()].filter(
      (group) => network.compact && !network.isOpen(group.key) && group.reach > OPENS * side && meets(seen, group.x, group.y, group.reach),
    );
    const cut = network.counts.cut;
    if (far.length + near.length === 0 && !cut) return false;
    for (const { key } of near) this.near.add(key);
    network.window = seen;
    network.open(far, false);
    network.open(near.map(({ key }) => key));
    return true;
  }
}

function meets({ x, y }: Box, left: number, top: number, reach: number): boolean {
  return left + reach > x[0] && left - reach < x[1] && top + reach > y[0] && top - reach < y[1];
}
