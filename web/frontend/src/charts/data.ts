/** What the server writes into a figure: one shape a kind of chart. An address makes a datum open what is behind it. */

export type Kind = "bar" | "column" | "funnel" | "line" | "stacked" | "heat" | "flow" | "tree";

export interface Datum {
  name: string;
  value: number;
  url?: string;
  note?: string;
  colour?: string;
}

export interface Series {
  name: string;
  values: (number | null)[];
  urls?: (string | null)[];
  colour?: string;
}

/** Several values at each of some days (ISO 8601) or names. */
export interface Table {
  at: string[];
  series: Series[];
}

/** Cells of `column` and `row`, counted from 0 at the bottom left; `shade` is what the colour stands for. */
export interface Grid {
  columns: string[];
  rows: string[];
  column_name: string;
  row_name: string;
  shade_name: string;
  shade_unit: string;
  cells: { column: number; row: number; value: number; shade: number; url?: string; note?: string }[];
}

/** From what to what; `colours` and the order of names are those of `order`. */
export interface Flow {
  order: { name: string; colour?: string }[];
  flows: { from: string; to: string; value: number; url?: string; note?: string }[];
}

export interface Branch {
  name: string;
  value?: number;
  url?: string;
  note?: string;
  colour?: string;
  children?: Branch[];
}
