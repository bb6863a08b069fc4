/** Filters by any property: its values with how many have each, and by strength and health. */

import { make, part, type Texts } from "../common/dom";
import { FACETS, type Facet, type Party, type Scene } from "./scene";
import { toggled, type State } from "./state";

const LISTED = 15;

export class Filter {
  private scene: Scene | null = null;
  private state: State | null = null;

  constructor(
    private readonly root: HTMLElement,
    private readonly texts: Texts,
    private readonly words: (facet: Facet, value: string) => string,
    private readonly go: (change: Partial<State>) => void,
  ) {
    for (const name of ["least", "health"] as const) {
      const slider = part<HTMLInputElement>(root, name);
      slider.addEventListener("input", () => (part(root, `${name}-said`).textContent = slider.value));
      slider.addEventListener("change", () => go({ [name]: Number(slider.value) }));
    }
  }

  show(scene: Scene, state: State): void {
    this.scene = scene;
    this.state = state;
    for (const name of ["least", "health"] as const) {
      part<HTMLInputElement>(this.root, name).value = String(state[name]);
      part(this.root, `${name}-said`).textContent = String(state[name]);
    }
    const count = Object.values(state.only).flat().length + Number(state.least > 0) + Number(state.health > 0);
    const chip = part(this.root, "filter-count");
    chip.hidden = count === 0;
    chip.textContent = String(count);
    const focused = (document.activeElement as HTMLElement | null)?.dataset?.["value"];
    const host = part(this.root, "facets");
    const open = new Set([...host.querySelectorAll<HTMLDetailsElement>("details[open]")].map((details) => details.dataset["facet"]));
    host.replaceChildren(...FACETS.flatMap((facet) => this.facet(facet, open.has(facet))));
    if (focused) host.querySelector<HTMLElement>(`[data-value="${CSS.escape(focused)}"]`)?.focus();
  }

  private facet(facet: Facet, open: boolean): HTMLElement[] {
    const counts = new Map<string, number>();
    for (const { facets } of this.scene!.parties.values()) counts.set(facets[facet] ?? "", (counts.get(facets[facet] ?? "") ?? 0) + 1);
    const picked = this.state!.only[facet] ?? [];
    for (const value of picked) if (!counts.has(value)) counts.set(value, 0);
    if (counts.size < 2 && picked.length === 0) return [];
    const values = [...counts].sort(([a, n], [b, m]) => m - n || a.localeCompare(b)).slice(0, LISTED);
    const boxes = values.map(([value, count]) => {
      const box = make("input", { type: "checkbox", checked: picked.includes(value), "data-value": `${facet}~${value}` });
      box.addEventListener("change", () => this.pick(facet, value));
      const text = value ? this.words(facet, value) : this.texts.fill("unknown");
      return make("label", {}, box, make("span", { text }), make("small", { class: "muted", text: count }));
    });
    const title = make("summary", {}, this.texts.fill(`property_${facet}`), ...(picked.length > 0 ? [make("span", { class: "chip", text: picked.length })] : []));
    return [make("details", { "data-facet": facet, open: open || picked.length > 0 }, title, ...boxes)];
  }

  private pick(facet: Facet, value: string): void {
    const picked = toggled(this.state!.only[facet] ?? [], value);
    const { [facet]: _gone, ...rest } = this.state!.only;
    this.go({ only: picked.length > 0 ? { ...rest, [facet]: picked } : rest });
  }
}

/** Whether somebody passes the filters of a state. */
export function passes({ only, health }: State, party: Party): boolean {
  if (health > 0 && (party.health === null || party.health < health)) return false;
  return Object.entries(only).every(([facet, values]) => values.includes(party.facets[facet as Facet] ?? ""));
}
