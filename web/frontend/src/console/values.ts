/** Values of results: how they are told, compared, and written as CSV that no spreadsheet takes for a formula. */

import { written } from "../common/dom";
import type { Value } from "./types";

type Tagged = { _type?: Value; [name: string]: Value | undefined };

export function isTagged(value: Value, type: string): value is { [name: string]: Value } {
  return typeof value === "object" && value !== null && !Array.isArray(value) && (value as Tagged)._type === type;
}

/** A value as people would read it: a node by its name, a path as a chain. */
export function told(value: Value): string {
  if (value === null) return "";
  if (typeof value === "number") return written(Number(value.toPrecision(12)));
  if (typeof value !== "object") return String(value);
  if (Array.isArray(value)) return value.map(told).join("; ");
  if (isTagged(value, "node")) return nodeName(value);
  if (isTagged(value, "relationship")) return String(value["type"]);
  if (isTagged(value, "path")) return (value["nodes"] as Value[]).map(told).join(" – ");
  if (isTagged(value, "point")) return (value["coordinates"] as Value[]).map(told).join(", ");
  return JSON.stringify(value);
}

export function nodeName(node: { [name: string]: Value }): string {
  const properties = node["properties"] as { [name: string]: Value };
  const name = ["name", "title", "subject", "id"].map((key) => properties[key]).find((text) => text !== undefined && text !== null);
  return name === undefined || name === null ? "·" : String(name);
}

/** The page of the person or account that a node stands for. */
export function pageOf(node: { [name: string]: Value }): string | null {
  const properties = node["properties"] as { [name: string]: Value };
  const labels = node["labels"] as string[];
  if (labels.includes("Person") && properties["key"]) return `/people/${encodeURIComponent(String(properties["key"])).replace("%3A", ":")}`;
  return labels.includes("Customer") && properties["id"] ? `/accounts/${encodeURIComponent(String(properties["id"]))}` : null;
}

/** Orders values of one column: nothing last, numbers by size, the rest by the rules of the language. */
export function compare(a: Value, b: Value): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  if (typeof a === "number" && typeof b === "number") return a - b;
  return told(a).localeCompare(told(b), document.documentElement.lang || "en", { numeric: true });
}

export function csv(columns: string[], rows: Value[][]): string {
  return [columns, ...rows].map((row) => row.map(csvCell).join(",")).join("\r\n") + "\r\n";
}

export function tabbed(columns: string[], rows: Value[][]): string {
  return [columns, ...rows].map((row) => row.map((value) => raw(value).replace(/[\t\r\n]+/g, " ")).join("\t")).join("\n");
}

function raw(value: Value): string {
  return typeof value === "number" ? String(value) : told(value);
}

function csvCell(value: Value): string {
  const text = raw(value);
  const safe = /^[=+\-@\t\r]/.test(text) && !isNumber(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function isNumber(text: string): boolean {
  return text.trim() !== "" && Number.isFinite(Number(text));
}
