/** Who is on the screen, as the server tells it: the map's columns and what belongs to each. */

import { getJson } from "../common/http";
import type { MapData } from "../map/data";
import { sceneQuery, type State } from "./state";

/** The columns of people by which they are filtered and grouped. */
export const FACETS = ["kind", "role", "industry", "region", "city", "company", "cluster", "tier"] as const;
export type Facet = (typeof FACETS)[number];

export interface PathTie {
  strength: number;
  word: string;
  count: number;
  last_at: string;
  latest: { id: string; at: string; channel: string | null; subject: string | null }[];
}

export interface Path {
  strength: number;
  people: { key: string; name: string; account: string | null }[];
  ties: PathTie[];
}

export interface Ways {
  from: string;
  to: string;
  by: "strength" | "steps";
  paths: Path[];
  error?: string;
}

export interface SceneData extends MapData {
  people: MapData["people"] & Record<Exclude<Facet, "kind" | "cluster"> | "title", (string | null)[]> & { opted_out: boolean[]; health: (number | null)[] };
  ties: MapData["ties"] & { kind: string[] };
  opened: { key: string; kind: string; keys: string[]; total: number }[];
  ways: Ways[];
  missing: string[];
  full: boolean;
}

/** A row of the columns. */
export interface Party {
  key: string;
  name: string;
  kind: string;
  title: string | null;
  account: string | null;
  optedOut: boolean;
  health: number | null;
  cluster: number | null;
  facets: Record<Facet, string | null>;
}

export class Scene {
  readonly parties = new Map<string, Party>();
  /** Ties that do not come from interactions, by the two keys. */
  readonly structural = new Set<string>();

  constructor(readonly data: SceneData) {
    const { people, ties } = data;
    const clusters = new Map(data.clusters.map(({ number, name }) => [number, name]));
    for (let row = 0; row < people.key.length; row++) {
      const cluster = people.cluster.at(row) ?? null;
      const facets = Object.fromEntries(FACETS.map((name) => [name, people[name].at(row) ?? null])) as Party["facets"];
      this.parties.set(people.key.at(row)!, {
        key: people.key.at(row)!,
        name: people.name.at(row)!,
        kind: people.kind.at(row)!,
        title: people.title.at(row) ?? null,
        account: people.account.at(row) ?? null,
        optedOut: people.opted_out.at(row) ?? false,
        health: people.health.at(row) ?? null,
        cluster,
        facets: { ...facets, cluster: cluster === null ? null : (clusters.get(cluster) ?? null) },
      });
    }
    for (let row = 0; row < ties.source.length; row++) {
      if (ties.kind[row] !== "knows") this.structural.add(this.pair(row));
    }
  }

  /** The two keys of a tie, the smaller one first. */
  pair(row: number): string {
    const { people, ties } = this.data;
    return ends(people.key.at(ties.source.at(row)!)!, people.key.at(ties.target.at(row)!)!);
  }
}

export function ends(one: string, other: string): string {
  return one < other ? `${one} ${other}` : `${other} ${one}`;
}

/** Asks the server for scenes, each once. */
export class Scenes {
  private readonly known = new Map<string, Promise<Scene>>();

  constructor(private readonly url: string) {}

  forget(): void {
    this.known.clear();
  }

  get(state: State): Promise<Scene> {
    const query = sceneQuery(state).toString();
    let found = this.known.get(query);
    if (!found) {
      found = getJson<SceneData>(`${this.url}?${query}`).then((data) => new Scene(data));
      found.catch(() => this.known.delete(query));
      this.known.set(query, found);
    }
    return found;
  }
}
