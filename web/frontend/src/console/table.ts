/** A result as a table: sorted by a column's heading, drawn a few hundred rows at a time. */

import { make, type Texts } from "../common/dom";
import type { Result, Value } from "./types";
import { compare, isTagged, nodeName, pageOf, told } from "./values";

const STEP = 200;

export class ResultTable {
  private rows: Value[][];
  private sorted: { column: number; direction: 1 | -1 } | null = null;
  private readonly body = make("tbody");
  private readonly more = make("button", { type: "button", class: "secondary outline console-more" });

  constructor(
    host: HTMLElement,
    private readonly result: Result,
    private readonly texts: Texts,
  ) {
    this.rows = result.rows;
    const head = make("tr", {}, ...result.columns.map((name, i) => this.heading(name, i)));
    const table = make("table", { "aria-label": texts.fill("result") }, make("thead", {}, head), this.body);
    this.more.addEventListener("click", () => this.draw());
    host.replaceChildren(make("div", { class: "scroll console-rows", tabindex: "0", role: "region", "aria-label": texts.fill("result") }, table), this.more);
    this.draw();
  }

  private heading(name: string, column: number): HTMLElement {
    const button = make("button", { type: "button", class: "console-sort", title: this.texts.fill("sort", { name }) }, name);
    const cell = make("th", { scope: "col", class: this.isNumber(column) ? "number" : "" }, button);
    button.addEventListener("click", () => this.sort(column, cell));
    return cell;
  }

  private sort(column: number, cell: HTMLElement): void {
    const direction = this.sorted?.column === column && this.sorted.direction === 1 ? -1 : 1;
    this.sorted = { column, direction };
    this.rows = [...this.result.rows].sort((a, b) => {
      const order = compare(a[column] ?? null, b[column] ?? null);
      return (a[column] ?? null) === null || (b[column] ?? null) === null ? order : order * direction;
    });
    for (const other of cell.parentElement!.children) other.removeAttribute("aria-sort");
    cell.setAttribute("aria-sort", direction === 1 ? "ascending" : "descending");
    this.body.replaceChildren();
    this.draw();
  }

  private draw(): void {
    const from = this.body.childElementCount;
    this.body.append(...this.rows.slice(from, from + STEP).map((row) => make("tr", {}, ...row.map((value, i) => this.cell(value, i)))));
    const left = this.rows.length - this.body.childElementCount;
    this.more.hidden = left === 0;
    this.more.textContent = this.texts.fill("more_rows", { more: Math.min(STEP, left), left });
  }

  private cell(value: Value, column: number): HTMLElement {
    if (value === null) return make("td", { class: "muted" }, "–");
    if (isTagged(value, "node")) return make("td", {}, node(value));
    const text = told(value);
    const cell = make("td", { class: this.isNumber(column) ? "number" : "" });
    cell.textContent = text.length > 400 ? `${text.slice(0, 400)}…` : text;
    return cell;
  }

  private isNumber(column: number): boolean {
    return this.result.kinds[column] === "number";
  }
}

function node(value: { [name: string]: Value }): HTMLElement {
  const page = pageOf(value);
  const name = nodeName(value);
  const label = (value["labels"] as string[]).find((text) => text !== "Person") ?? "";
  return make("span", { class: "console-node" }, page ? make("a", { href: page }, name) : name, " ", make("small", { text: label }));
}
