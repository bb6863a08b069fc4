/** Finding someone: first among those on the map, then among all that the server knows. */

import { getJson } from "../common/http";
import { make, part, settled, type Texts } from "../common/dom";
import type { Network } from "./network";

interface Found {
  key: string;
  name: string;
  detail: string;
}

interface Answer {
  items: { kind: string; key: string; name: string; detail: string | null }[];
}

const MOST = 8;

export class Search {
  private readonly input: HTMLInputElement;
  private readonly list: HTMLElement;
  private found: Found[] = [];
  private active = 0;
  private asked = new AbortController();

  constructor(
    form: HTMLElement,
    private readonly url: string | undefined,
    private readonly texts: Texts,
    private readonly network: () => Network | null,
    private readonly choose: (key: string) => void,
  ) {
    this.input = part<HTMLInputElement>(form, "find");
    this.list = part(form, "found");
    this.input.addEventListener("input", settled(() => void this.look(), 120));
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("blur", () => window.setTimeout(() => this.show([]), 150));
    form.addEventListener("submit", (event) => event.preventDefault());
  }

  private async look(): Promise<void> {
    const text = this.input.value.trim().toLowerCase();
    this.asked.abort();
    if (!text) return this.show([]);
    const near = this.onMap(text);
    const complete = !this.url || near.length >= MOST;
    this.show(near, complete ? text : "");
    if (complete) return;
    this.asked = new AbortController();
    const answer = await getJson<Answer>(`${this.url}?q=${encodeURIComponent(text)}`, this.asked.signal).catch(() => null);
    if (!answer) return;
    const known = new Set(near.map((person) => person.key));
    const far = answer.items
      .filter((item) => item.key.includes(":") && !known.has(item.key))
      .map((item) => ({ key: item.key, name: item.name, detail: item.detail ?? "" }));
    this.show([...near, ...far].slice(0, MOST), text);
  }

  private onMap(text: string): Found[] {
    const known = [...(this.network()?.members.all ?? [])].filter((person) => person !== null);
    const people = known.filter(({ name, account }) => `${name}\n${account ?? ""}`.toLowerCase().includes(text));
    const starts = (name: string): number => (name.toLowerCase().startsWith(text) ? 0 : 1);
    people.sort((a, b) => starts(a.name) - starts(b.name) || b.score - a.score);
    return people.slice(0, MOST).map(({ key, name, account }) => ({ key, name, detail: account ?? "" }));
  }

  private show(found: Found[], text = ""): void {
    this.found = found;
    this.active = 0;
    const rows = found.map((one, i) => {
      const row = make("li", { role: "option", id: `${this.list.id}-${i}` }, make("b", { text: one.name }), " ");
      row.append(make("small", { text: one.detail }));
      row.addEventListener("pointerdown", () => this.take(i));
      return row;
    });
    const nobody = text !== "" && found.length === 0;
    this.list.replaceChildren(...(nobody ? [make("li", { class: "map-nobody", text: this.texts.fill("nobody") })] : rows));
    this.list.hidden = rows.length === 0 && !nobody;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.mark();
  }

  private mark(): void {
    [...this.list.children].forEach((row, i) => row.setAttribute("aria-selected", String(i === this.active)));
    const active = this.found.length > 0 ? `${this.list.id}-${this.active}` : "";
    this.input.setAttribute("aria-activedescendant", active);
  }

  private press(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.found.length > 0) {
      event.preventDefault();
      this.active = (this.active + step + this.found.length) % this.found.length;
      this.mark();
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.take(this.active);
    } else if (event.key === "Escape") {
      this.show([]);
    }
  }

  private take(i: number): void {
    const one = this.found[i];
    if (!one) return;
    this.input.value = one.name;
    this.show([]);
    this.choose(one.key);
  }
}
