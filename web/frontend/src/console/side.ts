/** The side: queries to pick from, the schema to look things up in, and what was run before. */

import { make, part, written, type Texts } from "../common/dom";
import type { NamedQuery, Schema, SchemaProperty } from "./types";

export interface SideWishes {
  pick(query: NamedQuery): void;
  insert(name: string): void;
  again(entry: Entry): void;
}

/** What was run before: a query's name or text, never the values of its parameters. */
export interface Entry {
  name?: string;
  text?: string;
  at: string;
}

const KEPT = 50;
const ORDER = ["influencers", "paths", "referrals", "segments", "clusters"];

export class Side {
  private queries: NamedQuery[] = [];
  private readonly storage: string;

  constructor(
    private readonly root: HTMLElement,
    private readonly texts: Texts,
    private readonly wishes: SideWishes,
  ) {
    this.storage = `guanxi.console.${root.dataset["user"] ?? ""}`;
    part<HTMLInputElement>(root, "find-query").addEventListener("input", () => this.drawQueries());
    part(root, "forget").addEventListener("click", () => this.forget());
    this.drawHistory();
  }

  showQueries(queries: NamedQuery[]): void {
    this.queries = queries;
    this.drawQueries();
  }

  /** Marks the query that is open. */
  mark(name: string | null): void {
    for (const button of this.root.querySelectorAll<HTMLElement>("[data-query]"))
      button.toggleAttribute("aria-current", button.dataset["query"] === name);
  }

  showSchema(schema: Schema): void {
    const labels = schema.labels.map((item) => this.thing(`:${item.name}`, item.count, item.meaning, item.properties));
    const types = schema.relationships.map((item) => {
      const ends = item.ends.map(([from, to]) => `${from} → ${to}`).join(", ");
      return this.thing(`:${item.type}`, item.count, [item.meaning, ends].filter(Boolean).join(" · "), item.properties);
    });
    const others = schema.other_properties.map((name) => this.name(name));
    part(this.root, "schema").replaceChildren(
      make("h3", { text: this.texts.fill("labels") }),
      ...labels,
      make("h3", { text: this.texts.fill("relationships") }),
      ...types,
      ...(others.length ? [make("h3", { text: this.texts.fill("other_properties") }), make("p", { class: "console-names" }, ...others)] : []),
    );
  }

  remember(entry: Entry): void {
    const same = (other: Entry): boolean => other.name === entry.name && other.text === entry.text;
    const entries = [entry, ...this.history().filter((other) => !same(other))].slice(0, KEPT);
    localStorage.setItem(this.storage, JSON.stringify(entries));
    this.drawHistory();
  }

  private drawQueries(): void {
    const wanted = part<HTMLInputElement>(this.root, "find-query").value.trim().toLowerCase();
    const found = this.queries.filter((query) => `${query.name} ${query.title}`.toLowerCase().includes(wanted));
    const themes = [...new Set([...ORDER, ...found.map((query) => query.theme)])].filter((theme) => found.some((query) => query.theme === theme));
    part(this.root, "queries").replaceChildren(
      ...themes.flatMap((theme) => [
        make("h3", { text: this.texts.fill(`theme_${theme}`) }),
        make("ul", {}, ...found.filter((query) => query.theme === theme).map((query) => this.query(query))),
      ]),
      ...(found.length ? [] : [make("p", { class: "muted", text: this.texts.fill("no_query") })]),
    );
  }

  private query(query: NamedQuery): HTMLElement {
    const button = make("button", { type: "button", "data-query": query.name, title: query.description }, query.title.replace(/[.。]$/, ""));
    button.addEventListener("click", () => this.wishes.pick(query));
    return make("li", {}, button);
  }

  private thing(name: string, count: number, meaning: string, properties: SchemaProperty[]): HTMLElement {
    const summary = make("summary", {}, make("code", { text: name }), make("small", { class: "muted", text: count }));
    const use = make("button", { type: "button", class: "console-insert", text: this.texts.fill("insert", { name }) });
    use.addEventListener("click", () => this.wishes.insert(name));
    const list = make("dl", {}, ...properties.flatMap((item) => [make("dt", {}, this.name(item.name), make("small", { class: "muted", text: item.type })), make("dd", { text: item.meaning })]));
    return make("details", {}, summary, make("p", { class: "muted", text: meaning }), use, list);
  }

  private name(name: string): HTMLElement {
    const button = make("button", { type: "button", class: "console-name", title: this.texts.fill("insert", { name }) }, make("code", { text: name }));
    button.addEventListener("click", () => this.wishes.insert(name));
    return button;
  }

  private drawHistory(): void {
    const entries = this.history();
    const items = entries.map((entry) => {
      const at = new Date(entry.at).toLocaleString(document.documentElement.lang || "en", { dateStyle: "medium", timeStyle: "short" });
      const button = make("button", { type: "button" }, make("code", { text: entry.name ?? entry.text ?? "" }), make("small", { class: "muted", text: at }));
      button.addEventListener("click", () => this.wishes.again(entry));
      return make("li", {}, button);
    });
    const none = make("p", { class: "muted", text: this.texts.fill("no_history") });
    part(this.root, "history").replaceChildren(...(items.length ? [make("ul", {}, ...items)] : [none]));
    part(this.root, "forget").hidden = entries.length === 0;
  }

  private forget(): void {
    localStorage.removeItem(this.storage);
    this.drawHistory();
  }

  private history(): Entry[] {
    try {
      const kept: unknown = JSON.parse(localStorage.getItem(this.storage) ?? "[]");
      return Array.isArray(kept) ? (kept as Entry[]) : [];
    } catch {
      return [];
    }
  }
}

export function rounded(rows: number): string {
  return written(rows < 10 ? Math.round(rows) : Number(rows.toPrecision(2)));
}
