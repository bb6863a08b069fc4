/** Everybody a map knows, drawn or not: what was loaded, and what each expanded person brought with it. */

import type { MapData, PeopleColumns, Person } from "./data";

/** A row of the columns; its texts are decoded when they are asked for. */
class Member implements Person {
  readonly size = 1;
  readonly score: number;
  readonly cluster: number | null;

  constructor(
    private readonly columns: PeopleColumns,
    private readonly row: number,
    public x: number,
    public y: number,
  ) {
    this.score = columns.score.at(row) ?? 0;
    this.cluster = columns.cluster.at(row) ?? null;
  }

  get key(): string {
    return this.columns.key.at(this.row)!;
  }

  get name(): string {
    return this.columns.name.at(this.row) ?? this.key;
  }

  get kind(): string {
    return this.columns.kind.at(this.row) ?? "contact";
  }

  get account(): string | null {
    return this.columns.account.at(this.row) ?? null;
  }

  get rank(): number | null {
    return this.columns.rank.at(this.row) ?? null;
  }
}

/** Ties between members, by their numbers. */
export interface Ties {
  source: number[] | Uint32Array;
  target: number[] | Uint32Array;
  strength: number[] | Float32Array;
}

interface Expansion {
  people: number[];
  ties: { source: number[]; target: number[]; strength: number[] };
  shown: number;
  more: number;
}

export class Members {
  /** By number, in the order of the server's reading; null: was taken away again. */
  readonly all: (Person | null)[] = [];
  private readonly loaded: Ties;
  private readonly expansions = new Map<string, Expansion>();
  private numbers: Map<string, number> | null = null;
  private pairs: Set<number> | null = null;

  constructor({ people, ties }: MapData) {
    const n = people.key.length;
    for (let row = 0; row < n; row++) this.all.push(new Member(people, row, people.x.at(row) ?? 0, people.y.at(row) ?? 0));
    const m = ties.source.length;
    this.loaded = { source: new Uint32Array(m), target: new Uint32Array(m), strength: new Float32Array(m) };
    for (let row = 0; row < m; row++) {
      this.loaded.source[row] = ties.source.at(row)!;
      this.loaded.target[row] = ties.target.at(row)!;
      this.loaded.strength[row] = ties.strength.at(row) ?? 0;
    }
  }

  /** All ties, in parts. */
  get ties(): Ties[] {
    return [this.loaded, ...[...this.expansions.values()].map(({ ties }) => ties)];
  }

  number(key: string): number | undefined {
    this.numbers ??= new Map(this.all.flatMap((person, i) => (person ? [[person.key, i] as const] : [])));
    return this.numbers.get(key);
  }

  get(key: string): Person | undefined {
    const number = this.number(key);
    return number === undefined ? undefined : (this.all[number] ?? undefined);
  }

  /** How many ties each member has. */
  degrees(): Uint32Array {
    const degrees = new Uint32Array(this.all.length);
    for (const { source, target } of this.ties) {
      for (let i = 0; i < source.length; i++) {
        degrees[source[i]!]! += 1;
        degrees[target[i]!]! += 1;
      }
    }
    return degrees;
  }

  /** How many of a person's neighbours were asked for, and how many are left; undefined: never expanded. */
  expansion(key: string): { shown: number; more: number } | undefined {
    return this.expansions.get(key);
  }

  get expanded(): string[] {
    return [...this.expansions.keys()];
  }

  expand(key: string, data: MapData): void {
    const known = this.expansions.get(key) ?? { people: [], ties: { source: [], target: [], strength: [] }, shown: 0, more: 0 };
    this.expansions.set(key, known);
    const { people, ties } = data;
    const numbers: number[] = [];
    for (let row = 0; row < people.key.length; row++) {
      const there = this.number(people.key.at(row)!);
      numbers.push(there ?? this.add(people, row, this.get(key)));
      if (there === undefined) known.people.push(numbers[row]!);
    }
    for (let row = 0; row < ties.source.length; row++) {
      const [a, b] = [numbers[ties.source.at(row)!]!, numbers[ties.target.at(row)!]!];
      if (a === b || !this.pair(a, b)) continue;
      known.ties.source.push(a);
      known.ties.target.push(b);
      known.ties.strength.push(ties.strength.at(row) ?? 0);
    }
    known.shown += Math.max(0, people.key.length - 1);
    known.more = data.more ?? 0;
  }

  /** Takes away what expanding a person brought, except what another expansion stands on and those of `kept`. */
  collapse(key: string, kept: ReadonlySet<string>): void {
    const gone = this.expansions.get(key);
    if (!gone) return;
    this.expansions.delete(key);
    this.pairs = null;
    const tied = new Set<number>();
    for (const { source, target } of this.ties) {
      for (let i = 0; i < source.length; i++) tied.add(source[i]!).add(target[i]!);
    }
    for (const number of gone.people) {
      const person = this.all[number]!;
      if (tied.has(number) || this.expansions.has(person.key) || kept.has(person.key)) continue;
      this.all[number] = null;
      this.numbers?.delete(person.key);
    }
  }

  private add(people: PeopleColumns, row: number, anchor: Person | undefined): number {
    const angle = (2 * Math.PI * row) / Math.max(1, people.key.length);
    const x = people.x.at(row) ?? (anchor?.x ?? 0) + AROUND * Math.cos(angle);
    const y = people.y.at(row) ?? (anchor?.y ?? 0) + AROUND * Math.sin(angle);
    const member = new Member(people, row, x, y);
    this.numbers!.set(member.key, this.all.length);
    return this.all.push(member) - 1;
  }

  /** Whether the two were not tied before. */
  private pair(a: number, b: number): boolean {
    if (!this.pairs) {
      this.pairs = new Set();
      for (const { source, target } of this.ties) {
        for (let i = 0; i < source.length; i++) this.pairs.add(together(source[i]!, target[i]!));
      }
    }
    const before = this.pairs.size;
    return this.pairs.add(together(a, b)).size > before;
  }
}

/** Where people without a place go: so far around the one they were found through. */
const AROUND = 60;

/** One number for a pair, whichever comes first. */
export function together(a: number, b: number): number {
  return a < b ? a * 2 ** 26 + b : b * 2 ** 26 + a;
}
