/** How each person and tie looks, given the theme. What is looked at is drawn over it: see focus.ts. */

import type { Person, Tie } from "./data";
import type { Network } from "./network";
import { clusterColour, mix, type Rgb, type Theme } from "./theme";

export interface NodeLook {
  radius: number;
  fill: Rgb;
  border: Rgb;
  /** Share of the radius that is border. */
  rim: number;
  square: boolean;
  /** Drawn over those with a smaller one. */
  z: number;
}

export interface EdgeLook {
  width: number;
  colour: Rgb;
  alpha: number;
}

export interface Focus {
  hovered: string | null;
  selected: string | null;
  /** A cluster that the legend points at. */
  cluster: number | null;
}

const LARGEST = 13;
const LARGEST_GROUP = 30;
/** Who is pinned or chosen is drawn so many times larger. */
const PINNED = 1.25;
/** Ties drawn while the whole map is seen; closer by, more. */
const TIES_AT_ONCE = 6_000;

export class Style {
  theme: Theme;
  focus: Focus = { hovered: null, selected: null, cluster: null };
  /** Who was chosen, to do something with all of them. */
  chosen: ReadonlySet<string> = new Set();
  /** Dots are drawn so many times larger, to suit the size of the stage. */
  magnify = 1;
  private top = 1;
  private largest = 1;
  private smallest = 1;
  private faintness = 1;
  private strongest = 1;
  private strongestSum = 1;

  constructor(
    private network: Network,
    theme: Theme,
  ) {
    this.theme = theme;
    this.use(network);
  }

  use(network: Network): void {
    this.network = network;
    this.top = 1e-12;
    this.largest = 1;
    for (const person of network.people.values()) {
      this.largest = Math.max(this.largest, person.size);
    }
    for (const person of network.members.all) this.top = Math.max(this.top, person?.score ?? 0);
    this.smallest = Math.min(4.5, Math.max(1.2, 100 / Math.sqrt(network.members.all.length)));
    this.faintness = Math.min(1, Math.sqrt(1500 / Math.max(1, Math.min(TIES_AT_ONCE, network.ties.size))));
    const ties = [...network.ties.values()];
    const alone = ties.filter((tie) => !this.isSum(tie));
    this.strongest = Math.max(1, alone[Math.floor(alone.length / 50)]?.strength ?? 1);
    this.strongestSum = Math.max(1, ties[0]?.strength ?? 1);
  }

  /** The person whose neighbourhood stands out: the hovered one, else the selected one; of a closed group, the group. */
  get centre(): string | null {
    return this.network.holder(this.focus.hovered ?? this.focus.selected)?.key ?? null;
  }

  /** How many of the ties are drawn at a zoom, the strongest of all. */
  tiesShown(ratio: number): number {
    return Math.min(this.network.ties.size, Math.ceil(TIES_AT_ONCE / Math.min(1, ratio) ** 1.7));
  }

  radius(person: Person): number {
    if (person.size > 1) return this.magnify * (5 + (LARGEST_GROUP - 5) * Math.sqrt(person.size / this.largest));
    const share = Math.sqrt(Math.min(1, Math.max(0, person.score) / this.top));
    return this.magnify * (this.smallest + (LARGEST - this.smallest) * share ** 1.6);
  }

  /** No dot is larger. */
  get largestRadius(): number {
    return this.magnify * (this.largest > 1 ? LARGEST_GROUP : PINNED * LARGEST);
  }

  stands(person: Person): boolean {
    if (this.focus.cluster !== null) return person.cluster === this.focus.cluster;
    const centre = this.centre;
    return centre === null || person.key === centre || this.network.isTied(centre, person.key);
  }

  node(person: Person): NodeLook {
    const { background, text, accent } = this.theme;
    const colour = clusterColour(this.theme, person.cluster);
    const radius = this.radius(person);
    if (person.kind === "group") {
      const fill = mix(colour, background, this.theme.dark ? 0.42 : 0.24);
      return { radius, fill, border: colour, rim: Math.min(0.3, 1.6 / radius), square: false, z: person.size / this.largest };
    }
    const hollow = person.kind === "employee";
    const chosen = this.chosen.has(person.key);
    const marked = chosen || this.network.pinned.has(person.key);
    return {
      radius: marked ? PINNED * radius : radius,
      fill: hollow ? background : colour,
      border: chosen ? accent : marked ? text : hollow ? colour : background,
      rim: chosen ? 0.34 : marked ? 0.25 : hollow ? 0.34 : 0.1,
      square: person.kind === "customer",
      z: (marked ? 3 : 1) + person.score / this.top,
    };
  }

  edge(tie: Tie): EdgeLook {
    const { colour, inside } = this.between(tie);
    if (this.isSum(tie)) {
      const share = Math.log1p(tie.strength) / Math.log1p(this.strongestSum);
      const apart = tie.count > 1 ? 1 : 0.4;
      return { width: 0.5 + 4.5 * share ** 4, colour, alpha: apart * (0.06 + 0.3 * share ** 2) };
    }
    const share = Math.min(1, tie.strength / this.strongest);
    const alpha = this.faintness * (inside ? 0.5 : 0.3) * (0.5 + share);
    return { width: 0.5 + 1.3 * share, colour, alpha: Math.min(0.6, alpha) };
  }

  /** A tie of the person in the middle of attention. */
  edgeInFocus(tie: Tie): EdgeLook {
    const share = this.isSum(tie) ? this.edge(tie).width / 5 : Math.min(1, tie.strength / this.strongest);
    return { width: 0.8 + 2.4 * share, colour: this.between(tie).colour, alpha: 0.35 + 0.5 * share };
  }

  private isSum(tie: Tie): boolean {
    return tie.count > 1 || this.network.get(tie.source)!.size > 1 || this.network.get(tie.target)!.size > 1;
  }

  private between(tie: Tie): { colour: Rgb; inside: boolean } {
    const [source, target] = [this.network.get(tie.source)!, this.network.get(tie.target)!];
    const inside = source.cluster === target.cluster;
    return { inside, colour: inside ? clusterColour(this.theme, source.cluster) : this.theme.other };
  }
}
