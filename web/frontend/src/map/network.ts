/** The people and ties on the map: what was loaded, and what each expanded person brought with it. */

import type { Cluster, MapData, Person, Tie } from "./data";

export interface Neighbour {
  person: Person;
  strength: number;
}

interface Expansion {
  people: Set<string>;
  ties: Set<string>;
  shown: number;
  more: number;
}

export class Network {
  readonly people = new Map<string, Person>();
  readonly ties = new Map<string, Tie>();
  readonly clusters: readonly Cluster[];
  /** Grows with each change of who is on the map. */
  version = 0;
  private readonly adjacent = new Map<string, Map<string, Tie>>();
  private readonly expansions = new Map<string, Expansion>();

  constructor(readonly data: MapData) {
    this.clusters = data.clusters;
    this.add(data, null);
  }

  get(key: string | null): Person | undefined {
    return key === null ? undefined : this.people.get(key);
  }

  /** Who is tied to a person on the map, strongest first. */
  neighbours(key: string): Neighbour[] {
    const ties = [...(this.adjacent.get(key)?.entries() ?? [])];
    return ties
      .map(([other, tie]) => ({ person: this.people.get(other)!, strength: tie.strength }))
      .sort((a, b) => b.strength - a.strength || a.person.key.localeCompare(b.person.key));
  }

  isTied(a: string, b: string): boolean {
    return this.adjacent.get(a)?.has(b) ?? false;
  }

  degree(key: string): number {
    return this.adjacent.get(key)?.size ?? 0;
  }

  /** How many of a person's neighbours were asked for, and how many are left; undefined: never expanded. */
  expansion(key: string): { shown: number; more: number } | undefined {
    return this.expansions.get(key);
  }

  expand(key: string, data: MapData): void {
    const before = this.expansions.get(key) ?? { people: new Set(), ties: new Set(), shown: 0, more: 0 };
    this.version += 1;
    const added = this.add(data, key);
    this.expansions.set(key, {
      people: new Set([...before.people, ...added.people]),
      ties: new Set([...before.ties, ...added.ties]),
      shown: before.shown + Math.max(0, data.people.key.length - 1),
      more: data.more ?? 0,
    });
  }

  /** Takes away what expanding a person brought, except what another expansion stands on. */
  collapse(key: string): void {
    const gone = this.expansions.get(key);
    if (!gone) return;
    this.version += 1;
    this.expansions.delete(key);
    for (const id of gone.ties) this.removeTie(id);
    for (const person of gone.people) {
      if (!this.expansions.has(person) && this.degree(person) === 0) this.people.delete(person);
    }
  }

  private add(data: MapData, around: string | null): { people: string[]; ties: string[] } {
    const columns = data.people;
    const anchor = this.get(around);
    const people: string[] = [];
    columns.key.forEach((key, i) => {
      if (this.people.has(key)) return;
      const place = { x: columns.x[i], y: columns.y[i] };
      const ring = onRing(anchor, i, columns.key.length);
      this.people.set(key, {
        key,
        name: columns.name[i] ?? key,
        kind: columns.kind[i] ?? "contact",
        account: columns.account[i] ?? null,
        x: place.x ?? ring.x,
        y: place.y ?? ring.y,
        score: columns.score[i] ?? 0,
        rank: columns.rank[i] ?? null,
        cluster: columns.cluster[i] ?? null,
      });
      people.push(key);
    });
    return { people, ties: this.addTies(data) };
  }

  private addTies({ people, ties }: MapData): string[] {
    const added: string[] = [];
    ties.source.forEach((from, i) => {
      const [source, target] = [people.key[from]!, people.key[ties.target[i]!]!];
      if (source === target || this.isTied(source, target)) return;
      const tie = { id: `${source} ${target}`, source, target, strength: ties.strength[i] ?? 0 };
      this.ties.set(tie.id, tie);
      this.ends(source).set(target, tie);
      this.ends(target).set(source, tie);
      added.push(tie.id);
    });
    return added;
  }

  private removeTie(id: string): void {
    const tie = this.ties.get(id);
    if (!tie) return;
    this.ties.delete(id);
    this.adjacent.get(tie.source)?.delete(tie.target);
    this.adjacent.get(tie.target)?.delete(tie.source);
  }

  private ends(key: string): Map<string, Tie> {
    const known = this.adjacent.get(key);
    if (known) return known;
    const made = new Map<string, Tie>();
    this.adjacent.set(key, made);
    return made;
  }
}

/** Where a person without a position goes: on a ring around the one they were found through. */
function onRing(anchor: Person | undefined, i: number, n: number): { x: number; y: number } {
  const angle = (2 * Math.PI * i) / Math.max(1, n);
  return { x: (anchor?.x ?? 0) + 60 * Math.cos(angle), y: (anchor?.y ?? 0) + 60 * Math.sin(angle) };
}
