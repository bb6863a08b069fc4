/** What the console's API answers. */

import type { MapData } from "../map";

export type Value = null | boolean | number | string | Value[] | { [name: string]: Value };

export interface Parameter {
  name: string;
  type: string;
  example: Value;
  meaning: string;
}

export interface NamedQuery {
  name: string;
  theme: string;
  title: string;
  description: string;
  text: string;
  parameters: Parameter[];
}

export interface Step {
  depth: number;
  operator: string;
  details: string;
  rows: number;
}

export interface Explained {
  estimated_rows: number;
  plan: Step[];
  parameters: string[];
}

export interface Result {
  columns: string[];
  kinds: string[];
  rows: Value[][];
  limit: { by: "rows" | "bytes"; value: number } | null;
  seconds: number;
  estimated_rows: number;
  plan: Step[];
  graph: MapData & { complete: boolean };
}

export interface SchemaProperty {
  name: string;
  type: string;
  meaning: string;
}

export interface Schema {
  labels: { name: string; meaning: string; count: number; properties: SchemaProperty[] }[];
  relationships: { type: string; meaning: string; ends: [string, string][]; count: number; properties: SchemaProperty[] }[];
  other_properties: string[];
  functions: string[];
  procedures: string[];
}
