/** The JSON that the server sends for a map: columns, ties strongest first. */

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

export interface MapData {
  run: Run | null;
  reading: string;
  shown: { people: number; ties: number };
  total: { people: number; ties: number };
  clusters: Cluster[];
  people: {
    key: string[];
    name: string[];
    kind: string[];
    account: (string | null)[];
    x: (number | null)[];
    y: (number | null)[];
    score: (number | null)[];
    rank: (number | null)[];
    cluster: (number | null)[];
  };
  ties: { source: number[]; target: number[]; strength: number[] };
  /** How many neighbours are left, where a person's neighbours were asked for. */
  more?: number;
}

export interface Person {
  key: string;
  name: string;
  kind: string;
  account: string | null;
  x: number;
  y: number;
  score: number;
  rank: number | null;
  cluster: number | null;
}

export interface Tie {
  id: string;
  source: string;
  target: string;
  strength: number;
}
