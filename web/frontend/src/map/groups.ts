/** People drawn as one: a cluster, or whatever a page groups by, with how far its people reach. */

import type { Cluster, Person } from "./data";

/** What a person belongs to: the name of a group, or null for none. */
export type By = (person: Person) => string | null;

export class Group implements Person {
  readonly kind = "group";
  readonly account = null;
  readonly rank = null;
  /** People who belong to it and are not hidden. */
  size = 0;
  x = 0;
  y = 0;
  score = 0;
  cluster: number | null = null;
  private squares = 0;
  private mixed = false;

  constructor(
    readonly key: string,
    readonly name: string,
  ) {}

  add(person: Person): void {
    if (this.size === 0) this.cluster = person.cluster;
    else if (this.cluster !== person.cluster) this.mixed = true;
    this.size += 1;
    this.x += person.x;
    this.y += person.y;
    this.squares += person.x ** 2 + person.y ** 2;
    this.score += person.score;
  }

  /** To be called once, when everybody has been added. */
  settle(): void {
    this.x /= this.size;
    this.y /= this.size;
    if (this.mixed) this.cluster = null;
  }

  /** The radius of a disc over which its people would be spread as they are. */
  get reach(): number {
    return Math.sqrt(Math.max(0, 2 * (this.squares / this.size - this.x ** 2 - this.y ** 2)));
  }
}

export const GROUP = "group:";

/** Groups by cluster, named as the clusters are. */
export function byCluster(clusters: readonly Cluster[]): By {
  const names = new Map(clusters.map(({ number, name }) => [number, name]));
  return ({ cluster }) => (cluster === null ? null : (names.get(cluster) ?? null));
}
