/** The people of the map as a table that can be sorted, for those who would rather read than look. */

import { make, type Texts } from "../common/dom";
import type { Person } from "./data";
import { clusterClass } from "./legend";
import type { Network } from "./network";

const ROWS = 200;
const COLUMNS = ["rank", "name", "account", "cluster", "ties"] as const;
type Name = (typeof COLUMNS)[number];
type Value = string | number | null;

export class Table {
  private sorted: { by: Name; down: boolean } = { by: "rank", down: false };
  private page = 0;
  private network: Network | null = null;
  private rows: { person: Person; ties: number }[] = [];
  private clusters = new Map<number, string>();
  private chosen: ReadonlySet<string> = new Set();

  constructor(
    private readonly host: HTMLElement,
    private readonly texts: Texts,
    private readonly select: (key: string) => void,
    /** With it, each row has a box to tick. */
    private readonly choose: ((key: string) => void) | null,
  ) {}

  /** Lists who is on the map, alone or in a group. */
  use(network: Network, chosen: ReadonlySet<string>): void {
    this.chosen = chosen;
    const degrees = network.members.degrees();
    this.network = network;
    this.clusters = new Map(network.clusters.map((cluster) => [cluster.number, cluster.name]));
    this.rows = network.members.all.flatMap((person, i) =>
      person && network.isShown(i) ? [{ person, ties: degrees[i]! }] : [],
    );
    this.page = 0;
    this.sort();
  }

  /** Ticks the boxes of those who are chosen now. */
  tick(chosen: ReadonlySet<string>): void {
    this.chosen = chosen;
    for (const box of this.host.querySelectorAll<HTMLInputElement>("[data-choose]")) box.checked = chosen.has(box.dataset["choose"]!);
  }

  private sort(): void {
    const { by, down } = this.sorted;
    const collator = new Intl.Collator(document.documentElement.lang || "en");
    const values = new Map(this.rows.map((row) => [row, this.value(row, by)]));
    const compare = (a: Value, b: Value): number => (typeof a === "string" && typeof b === "string" ? collator.compare(a, b) : Number(a) - Number(b));
    this.rows.sort((one, two) => {
      const [a, b] = [values.get(one)!, values.get(two)!];
      if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
      return (down ? -1 : 1) * compare(a, b) || two.person.score - one.person.score;
    });
    this.draw();
  }

  private value({ person, ties }: { person: Person; ties: number }, by: Name): Value {
    if (by === "ties") return ties;
    if (by === "cluster") return this.clusters.get(person.cluster ?? -1) ?? null;
    return person[by];
  }

  private draw(): void {
    const focused = (document.activeElement as HTMLElement | null)?.dataset?.["sort"];
    const heads = COLUMNS.map((name) => this.head(name));
    const shown = this.rows.slice(this.page * ROWS, (this.page + 1) * ROWS).map((row) => this.row(row));
    const caption = make("caption", { class: "visually-hidden", text: this.texts.fill("as_table") });
    const table = make("table", {}, caption, make("thead", {}, make("tr", {}, ...(this.choose ? [make("td")] : []), ...heads)), make("tbody", {}, ...shown));
    this.host.replaceChildren(table, ...(this.rows.length > ROWS ? [this.pager()] : []));
    if (focused) this.host.querySelector<HTMLElement>(`[data-sort="${focused}"]`)?.focus();
  }

  private head(name: Name): HTMLElement {
    const { by, down } = this.sorted;
    const button = make("button", { type: "button", class: "map-sort", "data-sort": name, text: this.texts.fill(`column_${name}`) });
    button.addEventListener("click", () => {
      this.sorted = { by: name, down: by === name ? !down : name === "ties" };
      this.page = 0;
      this.sort();
    });
    return make("th", { scope: "col", class: name === "rank" || name === "ties" ? "number" : "", "aria-sort": by !== name ? "none" : down ? "descending" : "ascending" }, button);
  }

  private row({ person, ties }: { person: Person; ties: number }): HTMLElement {
    const name = make("button", { type: "button", class: "map-link", text: person.name });
    name.addEventListener("click", () => this.select(person.key));
    const cluster = person.cluster === null ? "" : (this.clusters.get(person.cluster) ?? "");
    const dot = make("i", { class: `map-dot ${clusterClass(person.cluster)}`, "aria-hidden": "true" });
    return make(
      "tr",
      { "aria-current": this.network?.pinned.has(person.key) ? "true" : undefined },
      ...(this.choose ? [make("td", {}, this.box(person))] : []),
      make("td", { class: "number", text: person.rank ?? "" }),
      make("th", { scope: "row" }, name),
      make("td", { text: person.account ?? "" }),
      make("td", {}, ...(cluster ? [dot, " ", cluster] : [])),
      make("td", { class: "number", text: ties }),
    );
  }

  private box({ key, name }: Person): HTMLElement {
    const label = this.texts.fill("choose", { name });
    const box = make("input", { type: "checkbox", "data-choose": key, "aria-label": label, checked: this.chosen.has(key) });
    box.addEventListener("change", () => this.choose!(key));
    return box;
  }

  private pager(): HTMLElement {
    const pages = Math.ceil(this.rows.length / ROWS);
    const step = (name: string, by: number): HTMLElement => {
      const to = this.page + by;
      const button = make("button", { type: "button", class: "map-small", disabled: to < 0 || to >= pages, text: this.texts.fill(name) });
      button.addEventListener("click", () => {
        this.page = to;
        this.draw();
        this.host.querySelector<HTMLElement>(".map-pager button:not([disabled])")?.focus();
      });
      return button;
    };
    const values = { from: this.page * ROWS + 1, to: Math.min((this.page + 1) * ROWS, this.rows.length), all: this.rows.length };
    const said = make("span", { role: "status", text: this.texts.fill("table_page", values) });
    return make("p", { class: "map-pager" }, step("earlier", -1), said, step("later", 1));
  }
}
