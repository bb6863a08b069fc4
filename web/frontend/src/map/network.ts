/** The people and ties that are drawn: of all members those not hidden, groups of them as one. */

import type { Cluster, MapData, Person, Tie } from "./data";
import { byCluster, Group, GROUP, type By } from "./groups";
import { Members, together } from "./members";
import { Places } from "./places";
import type { Box } from "./renderer";

/** More people than these are not drawn one by one unasked: their clusters are. */
export const MOST = 10_000;
const MOST_TIES = 60_000;
const MOST_GROUPS = 400;
/** Smaller groups are drawn as the people they are. */
const SMALLEST_GROUP = 3;

export class Network {
  /** Who is drawn, by key: people, accounts, and groups that are closed. */
  readonly people = new Map<string, Person>();
  /** The ties drawn among them, the strongest first. */
  readonly ties = new Map<string, Tie>();
  readonly clusters: readonly Cluster[];
  readonly members: Members;
  /** Closed and open groups by key; empty where nobody is grouped. */
  groups = new Map<string, Group>();
  /** Members who could be drawn, and those who are, for themselves or in a group. */
  counts = { people: 0, ties: 0, drawn: 0, single: 0, cut: false };
  /** What of the map is looked at: of open groups too large to draw, the people there are drawn. */
  window: Box | null = null;
  /** Grows with each change of what is drawn. */
  version = 0;
  readonly pinned = new Set<string>();
  readonly hidden = new Set<string>();
  private readonly opened = new Set<string>();
  private passes: ((person: Person) => boolean) | null = null;
  private tiePasses: ((tie: Tie) => boolean) | null = null;
  private by: By | null = null;
  /** Whether groups lie together, so that coming near can open them: clusters do. */
  compact = false;
  private holders = new Int32Array(0);
  private passing = new Uint8Array(0);
  private drawn: Person[] = [];
  private adjacent: Map<string, Tie[]> | null = null;
  private placed: { version: number; places: Places } | null = null;
  private around: { key: string; ties: Map<string, Tie> } | null = null;

  constructor(
    readonly data: MapData,
    most = MOST,
  ) {
    this.clusters = data.clusters;
    this.members = new Members(data);
    this.group(this.members.all.length > most ? "cluster" : null);
  }

  get(key: string | null): Person | undefined {
    return key === null ? undefined : this.people.get(key);
  }

  /** A member, drawn or not. */
  find(key: string): Person | undefined {
    return this.people.get(key) ?? this.members.get(key);
  }

  /** Who stands for a member on the map: they themselves, or the closed group that they are in. */
  holder(key: string | null): Person | undefined {
    if (key === null) return undefined;
    const number = this.people.has(key) ? undefined : this.members.number(key);
    return this.people.get(key) ?? (number === undefined ? undefined : this.drawn[this.holders[number] ?? -1]);
  }

  /** The members whom somebody on the map stands for: those of a closed group, or themselves. */
  standsFor(person: Person): string[] {
    if (person.kind !== "group") return [person.key];
    return this.members.all.flatMap((member, i) => (member && this.drawn[this.holders[i] ?? -1] === person ? [member.key] : []));
  }

  /** The group that a member belongs to, open or closed. */
  groupOf(key: string): Group | undefined {
    const person = this.members.get(key);
    const name = person && this.by?.(person);
    return name ? this.groups.get(GROUP + name) : undefined;
  }

  isOpen(group: string): boolean {
    return this.opened.has(group);
  }

  /** Whether a member, by number, is on the map but drawn neither alone nor hidden. */
  isDust(number: number): boolean {
    const person = this.drawn[this.holders[number] ?? -1];
    return this.passing[number] === 1 && (person === undefined || person.kind === "group");
  }

  /** Whether a member, by number, is on the map, alone or in a group. */
  isShown(number: number): boolean {
    return this.passing[number] === 1;
  }

  get isGrouped(): boolean {
    return this.by !== null;
  }

  /** Who is tied to a person on the map, strongest first: all, or so many. */
  neighbours(key: string, most?: number): Person[] {
    return [...this.tiesOf(key).keys()].slice(0, most).map((other) => this.people.get(other)!);
  }

  /** The ties of somebody who is drawn, by the key of the other end, strongest first. */
  tiesOf(key: string): Map<string, Tie> {
    if (this.around?.key === key) return this.around.ties;
    this.adjacent ??= this.index();
    const ends = (this.adjacent.get(key) ?? []).map((tie) => [tie.source === key ? tie.target : tie.source, tie] as const);
    this.around = { key, ties: new Map(ends) };
    return this.around.ties;
  }

  isTied(a: string, b: string): boolean {
    return this.tiesOf(a).has(b);
  }

  degree(key: string): number {
    return this.tiesOf(key).size;
  }

  /** Where those drawn are, the weightiest first. */
  get places(): Places {
    if (this.placed?.version !== this.version) {
      this.placed = { version: this.version, places: new Places([...this.people.values()].sort(heavier)) };
    }
    return this.placed.places;
  }

  /** How many of a person's neighbours were asked for, and how many are left; undefined: never expanded. */
  expansion(key: string): { shown: number; more: number } | undefined {
    return this.members.expansion(key);
  }

  expand(key: string, data: MapData): void {
    this.members.expand(key, data);
    this.draw();
  }

  collapse(...keys: string[]): void {
    for (const key of keys) this.members.collapse(key, this.pinned);
    this.draw();
  }

  /** Shows as `before` did: who was expanded (with their neighbours as they are now), pinned, hidden, passed, was open. */
  follow(before: Network, expanded: MapData[]): void {
    before.members.expanded.forEach((key, i) => this.members.get(key) && this.members.expand(key, expanded[i]!));
    for (const key of before.hidden) this.hidden.add(key);
    for (const key of before.pinned) {
      const [old, now] = [before.find(key), this.members.get(key)];
      if (!old || !now) continue;
      [now.x, now.y] = [old.x, old.y];
      this.pinned.add(key);
    }
    [this.passes, this.tiePasses, this.window] = [before.passes, before.tiePasses, before.window];
    if (before.by) this.group(before.compact ? "cluster" : before.by);
    this.open(before.opened);
  }

  /** Takes members off the map, or brings them back. */
  hide(keys: Iterable<string>, on = true): void {
    for (const key of keys) {
      if (on) this.hidden.add(key);
      else this.hidden.delete(key);
    }
    this.draw();
  }

  /** Draws only who and what passes; null for all. Who is pinned always passes. */
  filter(people: ((person: Person) => boolean) | null, ties: ((tie: Tie) => boolean) | null = null): void {
    this.passes = people;
    this.tiePasses = ties;
    this.draw();
  }

  /** A pinned person stays: drawn outside of closed groups, whatever is filtered or collapsed. */
  pin(key: string, on = true): void {
    if (on) this.pinned.add(key);
    else this.pinned.delete(key);
    this.draw();
  }

  move(key: string, { x, y }: { x: number; y: number }): void {
    const person = this.get(key);
    if (!person) return;
    [person.x, person.y] = [x, y];
    this.version += 1;
  }

  /** Draws people as groups, closed at first; null for each alone. */
  group(by: By | "cluster" | null): void {
    this.compact = by === "cluster";
    this.by = by === "cluster" ? byCluster(this.clusters) : by;
    this.opened.clear();
    this.draw();
  }

  /** Shows a group's people instead of it, or it instead of them. */
  open(keys: Iterable<string>, on = true): void {
    for (const key of keys) {
      if (on) this.opened.add(key);
      else this.opened.delete(key);
    }
    this.draw();
  }

  /** Finds out anew who is drawn, and by which ties. */
  draw(): void {
    this.version += 1;
    this.adjacent = null;
    this.around = null;
    const belongs = this.assign();
    this.place(belongs);
    this.tie();
  }

  /** The group of each member who passes; undefined for those who do not. */
  private assign(): (Group | null | undefined)[] {
    this.groups = new Map();
    this.counts.people = 0;
    this.passing = new Uint8Array(this.members.all.length);
    const belongs = this.members.all.map((person, i) => {
      if (!person || (this.hidden.size > 0 && this.hidden.has(person.key))) return undefined;
      const pinned = this.pinned.size > 0 && this.pinned.has(person.key);
      if (!pinned && this.passes && !this.passes(person)) return undefined;
      this.counts.people += 1;
      this.passing[i] = 1;
      const name = pinned ? null : (this.by?.(person) ?? null);
      if (name === null) return null;
      const key = GROUP + name;
      let group = this.groups.get(key);
      if (!group) this.groups.set(key, (group = new Group(key, name)));
      group.add(person);
      return group;
    });
    for (const group of this.groups.values()) group.settle();
    return belongs;
  }

  private place(belongs: (Group | null | undefined)[]): void {
    const sized = [...this.groups.values()].filter(({ size }) => size >= SMALLEST_GROUP).sort((a, b) => b.size - a.size);
    const closed = new Set(sized.filter(({ key }) => !this.opened.has(key)).slice(0, MOST_GROUPS));
    const known = new Set(sized);
    const alone = (group: Group | null | undefined): boolean => group === null || (!!group && (!known.has(group) || this.opened.has(group.key)));
    const wanted = belongs.reduce((n, group) => n + (alone(group) ? 1 : 0), 0);
    this.counts.cut = wanted > MOST && this.by !== null;
    this.drawn = [...closed];
    this.holders = new Int32Array(belongs.length).fill(-1);
    const slots = new Map(this.drawn.map((group, i) => [group, i]));
    const single = (inside: boolean): void => {
      belongs.forEach((group, i) => {
        if (this.drawn.length >= closed.size + MOST && this.counts.cut) return;
        const person = this.members.all[i];
        if (!person || this.holders[i] !== -1 || !alone(group)) return;
        if (inside && !within(person, this.window)) return;
        this.holders[i] = this.drawn.push(person) - 1;
      });
    };
    belongs.forEach((group, i) => {
      const slot = group && closed.has(group) ? slots.get(group) : undefined;
      if (slot !== undefined) this.holders[i] = slot;
    });
    if (this.counts.cut && this.window) single(true);
    single(false);
    this.people.clear();
    for (const person of this.drawn) this.people.set(person.key, person);
    this.counts.single = this.drawn.length - closed.size;
    this.counts.drawn = this.holders.reduce((n, holder) => n + (holder >= 0 ? 1 : 0), 0);
  }

  private tie(): void {
    const found = new Map<number, Tie>();
    const { drawn, holders } = this;
    this.counts.ties = 0;
    for (const { source, target, strength } of this.members.ties) {
      for (let i = 0; i < source.length; i++) {
        const [a, b] = [holders[source[i]!]!, holders[target[i]!]!];
        this.counts.ties += 1;
        if (a < 0 || b < 0 || a === b) continue;
        const pair = together(a, b);
        const known = found.get(pair);
        if (known) {
          known.strength += strength[i]!;
          known.count += 1;
        } else {
          const [from, to] = [drawn[a]!.key, drawn[b]!.key];
          found.set(pair, { id: `${from} ${to}`, source: from, target: to, strength: strength[i]!, count: 1 });
        }
      }
    }
    const passing = this.tiePasses ? [...found.values()].filter(this.tiePasses) : [...found.values()];
    this.ties.clear();
    for (const tie of passing.sort((a, b) => b.strength - a.strength).slice(0, MOST_TIES)) this.ties.set(tie.id, tie);
  }

  private index(): Map<string, Tie[]> {
    const adjacent = new Map<string, Tie[]>();
    const end = (key: string, tie: Tie): void => {
      const known = adjacent.get(key);
      if (known) known.push(tie);
      else adjacent.set(key, [tie]);
    };
    for (const tie of this.ties.values()) {
      end(tie.source, tie);
      end(tie.target, tie);
    }
    return adjacent;
  }
}

/** The order of weight: groups by size, people by score. */
export function heavier(a: Person, b: Person): number {
  return b.size - a.size || b.score - a.score || (a.key < b.key ? -1 : 1);
}

function within({ x, y }: Person, box: Box | null): boolean {
  return !box || (x >= box.x[0] && x <= box.x[1] && y >= box.y[0] && y <= box.y[1]);
}
