/** The menu of somebody on the screen, where the pointer or the keyboard asked for it. */

import { make } from "../common/dom";

export interface Choice {
  text: string;
  note?: string;
  act: () => void;
}

export class Menu {
  private back: HTMLElement | null = null;
  private at = { x: 0, y: 0 };

  constructor(private readonly host: HTMLElement) {
    host.addEventListener("keydown", (event) => this.press(event));
    document.addEventListener("pointerdown", (event) => {
      if (event.target instanceof Node && !host.contains(event.target)) this.close(false);
    });
    addEventListener("resize", () => this.close(false));
  }

  /** `groups` of choices; the point is in pixels of the window. */
  open(title: string, groups: Choice[][], at: { x: number; y: number }): void {
    this.back = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    this.at = at;
    this.host.hidden = false;
    this.fill(title, groups);
    this.items()[0]?.focus();
  }

  /** Shows more choices, where the menu of this title is still open; who chooses stays where they are. */
  grow(title: string, groups: Choice[][]): void {
    if (this.host.hidden || this.host.firstChild?.textContent !== title) return;
    const focused = this.items().indexOf(document.activeElement as HTMLElement);
    this.fill(title, groups);
    this.items()[Math.max(0, focused)]?.focus();
  }

  private fill(title: string, groups: Choice[][]): void {
    const lists = groups.filter((group) => group.length > 0).map((group) => make("div", { role: "group" }, ...group.map((choice) => this.item(choice))));
    this.host.replaceChildren(make("p", { class: "explore-menu-title", text: title }), ...lists);
    const { offsetWidth, offsetHeight } = this.host;
    this.host.style.left = `${Math.max(4, Math.min(this.at.x, innerWidth - offsetWidth - 8))}px`;
    this.host.style.top = `${Math.max(4, Math.min(this.at.y, innerHeight - offsetHeight - 8))}px`;
  }

  private item({ text, note, act }: Choice): HTMLElement {
    const button = make("button", { type: "button", role: "menuitem", tabindex: -1 }, make("span", { text }), ...(note ? [make("small", { text: note })] : []));
    button.addEventListener("click", () => {
      this.close(true);
      act();
    });
    return button;
  }

  private items(): HTMLElement[] {
    return [...this.host.querySelectorAll<HTMLElement>("[role=menuitem]")];
  }

  private press(event: KeyboardEvent): void {
    const items = this.items();
    const at = items.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (to !== undefined) items[(to + items.length) % items.length]?.focus();
    else if (event.key === "Escape" || event.key === "Tab") this.close(true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private close(focus: boolean): void {
    if (this.host.hidden) return;
    this.host.hidden = true;
    if (focus) this.back?.focus();
  }
}
