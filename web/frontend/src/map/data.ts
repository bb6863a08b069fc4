/** What the server sends for a map: columns, ties strongest first. */

/** A column of values: an array, a typed array, or texts that are decoded when they are asked for. */
export interface Column<T> {
  readonly length: number;
  at(row: number): T | undefined;
}

export interface Run {
  id: string;
  at: string;
  as_of: string;
  basis: "ties" | "structure";
  people: number;
  ties: number;
}

export interface Cluster {
  id: string;
  number: number;
  name: string;
  description: string;
  size: number;
}

export interface PeopleColumns {
  key: Column<string>;
  name: Column<string>;
  kind: Column<string>;
  account: Column<string | null>;
  x: Column<number | null>;
  y: Column<number | null>;
  score: Column<number | null>;
  rank: Column<number | null>;
  cluster: Column<number | null>;
}

export interface TieColumns {
  source: Column<number>;
  target: Column<number>;
  strength: Column<number>;
}

export interface MapData {
  run: Run | null;
  reading: string;
  shown: { people: number; ties: number };
  total: { people: number; ties: number };
  clusters: Cluster[];
  people: PeopleColumns;
  ties: TieColumns;
  /** How many neighbours are left, where a person's neighbours were asked for. */
  more?: number;
  /** The one in the middle, where the map shows somebody's surroundings. */
  centre?: string;
}

/** Somebody on the map, an account, or a group of people drawn as one (`kind` is "group"). */
export interface Person {
  readonly key: string;
  readonly name: string;
  readonly kind: string;
  readonly account: string | null;
  readonly rank: number | null;
  readonly cluster: number | null;
  readonly score: number;
  /** How many people it stands for: 1, but for groups. */
  readonly size: number;
  x: number;
  y: number;
}

/** A tie, or between groups all ties at once: `count` of them, `strength` their sum. */
export interface Tie {
  id: string;
  source: string;
  target: string;
  strength: number;
  count: number;
}

export const NOTHING: MapData = {
  run: null,
  reading: "pagerank",
  shown: { people: 0, ties: 0 },
  total: { people: 0, ties: 0 },
  clusters: [],
  people: { key: [], name: [], kind: [], account: [], x: [], y: [], score: [], rank: [], cluster: [] },
  ties: { source: [], target: [], strength: [] },
};
