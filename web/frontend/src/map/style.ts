/** How each person and tie looks, given the theme and what is looked at. */

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
  hidden: boolean;
  /** Drawn over those with a smaller one. */
  z: number;
}

export interface EdgeLook {
  width: number;
  colour: Rgb;
  alpha: number;
  hidden: boolean;
}

export interface Focus {
  hovered: string | null;
  selected: string | null;
  /** A cluster that the legend points at. */
  cluster: number | null;
}

const LARGEST = 13;

export class Style {
  theme: Theme;
  focus: Focus = { hovered: null, selected: null, cluster: null };
  /** Dots are drawn so many times larger, to suit the size of the stage. */
  magnify = 1;
  private top = 1;
  private smallest = 1;
  private faintness = 1;
  private strongest = 1;

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
    for (const person of network.people.values()) this.top = Math.max(this.top, person.score);
    this.smallest = Math.min(4.5, Math.max(1.2, 100 / Math.sqrt(network.people.size)));
    this.faintness = Math.min(1, Math.sqrt(1500 / Math.max(1, network.ties.size)));
    const strengths = [...network.ties.values()].map((tie) => tie.strength).sort((a, b) => b - a);
    this.strongest = Math.max(1, strengths[Math.floor(strengths.length / 50)] ?? 1);
  }

  /** The person whose neighbourhood stands out: the hovered one, else the selected one. */
  get centre(): string | null {
    return this.focus.hovered ?? this.focus.selected;
  }

  radius(person: Person): number {
    const share = Math.sqrt(Math.max(0, person.score) / this.top);
    return this.magnify * (this.smallest + (LARGEST - this.smallest) * share ** 1.6);
  }

  stands(person: Person): boolean {
    if (this.focus.cluster !== null) return person.cluster === this.focus.cluster;
    const centre = this.centre;
    return centre === null || person.key === centre || this.network.isTied(centre, person.key);
  }

  node(person: Person): NodeLook {
    const { background, text } = this.theme;
    const colour = clusterColour(this.theme, person.cluster);
    const stands = this.stands(person);
    const shade = stands ? colour : mix(colour, background, 0.22);
    const centred = person.key === this.focus.hovered || person.key === this.focus.selected;
    const employee = person.kind === "employee";
    return {
      radius: this.radius(person) * (centred ? 1.2 : 1),
      fill: employee ? background : shade,
      border: centred ? text : employee ? shade : background,
      rim: centred ? 0.22 : employee ? 0.34 : 0.1,
      square: person.kind === "customer",
      hidden: false,
      z: (centred ? 4 : stands ? 2 : 0) + person.score / this.top,
    };
  }

  edge(tie: Tie): EdgeLook {
    const { theme } = this;
    const [source, target] = [this.network.get(tie.source)!, this.network.get(tie.target)!];
    const inside = source.cluster === target.cluster;
    const share = Math.min(1, tie.strength / this.strongest);
    const colour = inside ? clusterColour(theme, source.cluster) : theme.other;
    const centre = this.centre;
    if (centre !== null && (tie.source === centre || tie.target === centre)) {
      return { width: 0.8 + 2.4 * share, colour, alpha: 0.35 + 0.5 * share, hidden: false };
    }
    const dimmed = this.focus.cluster !== null ? !inside || source.cluster !== this.focus.cluster : centre !== null;
    const alpha = this.faintness * (inside ? 0.5 : 0.3) * (0.5 + share);
    return { width: 0.5 + 1.3 * share, colour, alpha: Math.min(0.6, alpha), hidden: dimmed };
  }
}
