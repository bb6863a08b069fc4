/** What is on the screen as a tree: who was put there, and below each whom they brought. Arrows walk it. */

import { make, type Texts } from "../common/dom";
import { clusterClass } from "../map/legend";
import type { Party, Scene } from "./scene";

export interface TreeListener {
  point(key: string | null): void;
  select(key: string): void;
  expand(key: string): void;
  collapse(key: string): void;
  choose(keys: string[], on: boolean): void;
  menu(key: string, at: HTMLElement): void;
}

export class Tree {
  private folded = new Set<string>();
  private current = "";

  constructor(
    private readonly host: HTMLElement,
    private readonly texts: Texts,
    private readonly heard: TreeListener,
  ) {
    host.addEventListener("click", (event) => this.click(event));
    host.addEventListener("dblclick", (event) => this.at(event, (key) => heard.expand(key)));
    host.addEventListener("pointerover", (event) => this.at(event, (key) => heard.point(key)));
    host.addEventListener("pointerleave", () => heard.point(null));
    host.addEventListener("focusin", (event) => this.at(event, (key) => this.focused(key)));
    host.addEventListener("keydown", (event) => this.press(event));
    host.addEventListener("contextmenu", (event) => {
      this.at(event, (key) => heard.menu(key, event.target as HTMLElement));
      event.preventDefault();
    });
  }

  /** `drawn`: whether somebody is on the map, neither hidden nor filtered; `degree`: their ties there. */
  show(scene: Scene, roots: readonly string[], chosen: ReadonlySet<string>, selected: string, degree: (key: string) => number | null): void {
    const inside = this.host.contains(document.activeElement);
    const below = new Map<string, { key: string; kind: string }[]>();
    const seen = new Set(roots.filter((key) => scene.parties.has(key)));
    const tops = [...seen];
    for (const { key, kind, keys } of scene.data.opened) {
      for (const other of keys) {
        if (seen.has(other) || !scene.parties.has(other)) continue;
        seen.add(other);
        below.set(key, [...(below.get(key) ?? []), { key: other, kind }]);
      }
    }
    tops.push(...[...scene.parties.keys()].filter((key) => !seen.has(key)));
    const item = (key: string, kind: string | null, level: number): HTMLElement[] => {
      const ties = degree(key);
      if (ties === null) return [];
      const children = below.get(key) ?? [];
      const open = children.length > 0 && !this.folded.has(key);
      const row = make("li", {
        role: "treeitem",
        "data-key": key,
        "aria-level": level,
        "aria-selected": String(chosen.has(key)),
        "aria-current": key === selected ? "true" : undefined,
        "aria-expanded": children.length > 0 ? String(open) : undefined,
        class: `level-${Math.min(level, 6)}${chosen.has(key) ? " chosen" : ""}`,
        tabindex: -1,
      });
      row.append(...this.row(scene.parties.get(key)!, ties));
      const why = kind ? [make("li", { role: "none", class: `explore-why level-${Math.min(level, 6)}`, text: this.texts.fill(`kind_${kind}`) })] : [];
      return [...why, row, ...(open ? children.flatMap(({ key: other, kind: why }, i) => item(other, why === children[i - 1]?.kind ? null : why, level + 1)) : [])];
    };
    this.host.replaceChildren(...tops.flatMap((key) => item(key, null, 1)));
    const rows = this.rows();
    const now = rows.find((row) => row.dataset["key"] === this.current) ?? rows.find((row) => row.dataset["key"] === selected) ?? rows[0];
    if (now) now.tabIndex = 0;
    if (inside) now?.focus();
  }

  private row(party: Party, ties: number): HTMLElement[] {
    const about = [party.kind === "employee" ? this.texts.fill("ours") : party.title, party.account].filter(Boolean).join(" · ");
    return [
      make("i", { class: `map-dot ${party.kind} ${clusterClass(party.cluster)}`, "aria-hidden": "true" }),
      make("span", { class: "explore-name" }, make("b", { text: party.name }), ...(party.optedOut ? [make("span", { class: "chip warn", text: this.texts.fill("opted_out") })] : []), make("small", { text: about })),
      make("small", { class: "explore-ties", text: this.texts.count("ties", ties) }),
    ];
  }

  private rows(): HTMLElement[] {
    return [...this.host.querySelectorAll<HTMLElement>("[role=treeitem]")];
  }

  private at(event: Event, act: (key: string) => void): void {
    const key = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-key]")?.dataset["key"] : undefined;
    if (key) act(key);
  }

  private focused(key: string): void {
    this.current = key;
    for (const row of this.rows()) row.tabIndex = row.dataset["key"] === key ? 0 : -1;
    this.heard.point(key);
  }

  private click(event: MouseEvent): void {
    this.at(event, (key) => {
      this.current = key;
      if (event.ctrlKey || event.metaKey) this.toggle(key);
      else this.heard.select(key);
    });
  }

  private toggle(key: string): void {
    const chosen = this.rows().find((row) => row.dataset["key"] === key)?.ariaSelected === "true";
    this.heard.choose([key], !chosen);
  }

  private press(event: KeyboardEvent): void {
    const rows = this.rows();
    const at = rows.findIndex((row) => row.dataset["key"] === this.current);
    const row = rows[at];
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = row.dataset["key"]!;
    const level = Number(row.ariaLevel);
    const parent = rows.slice(0, at).reverse().find((other) => Number(other.ariaLevel) < level);
    const next = rows[at + 1];
    const to = { ArrowDown: next, ArrowUp: rows[at - 1] }[event.key];
    if (event.shiftKey && to) {
      event.preventDefault();
      this.current = to.dataset["key"]!;
      return this.heard.choose([key, this.current], true);
    }
    const steps: Record<string, () => void> = {
      ArrowDown: () => next?.focus(),
      ArrowUp: () => rows[at - 1]?.focus(),
      Home: () => rows[0]?.focus(),
      End: () => rows.at(-1)?.focus(),
      Enter: () => this.heard.select(key),
      " ": () => (event.shiftKey ? this.toggle(key) : this.heard.expand(key)),
      ArrowRight: () => {
        if (row.ariaExpanded === "false") this.fold(key, false);
        else if (row.ariaExpanded === "true") next?.focus();
        else this.heard.expand(key);
      },
      ArrowLeft: () => (row.ariaExpanded === "true" ? this.fold(key, true) : parent?.focus()),
      ContextMenu: () => this.heard.menu(key, row),
    };
    const act = event.key === "F10" && event.shiftKey ? steps["ContextMenu"] : steps[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  private fold(key: string, on: boolean): void {
    if (on) this.folded.add(key);
    else this.folded.delete(key);
    this.heard.point(key);
    this.host.dispatchEvent(new Event("fold"));
  }
}
