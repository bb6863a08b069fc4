/** The part of the screen about whoever is selected: how many neighbours of each kind, and what is shown of them. */

import { make, type Texts } from "../common/dom";
import { getJson } from "../common/http";
import type { Party, Scene } from "./scene";
import type { Opened } from "./state";

export interface AboutListener {
  open(key: string, kind: string): void;
  collapse(key: string, kind: string): void;
}

export type Kinds = Record<string, number>;

export class About {
  private readonly known = new Map<string, Promise<Kinds>>();

  constructor(
    private readonly host: HTMLElement,
    private readonly url: string,
    private readonly texts: Texts,
    private readonly heard: AboutListener,
  ) {}

  forget(): void {
    this.known.clear();
  }

  /** How many neighbours of each kind somebody has. */
  kinds(key: string): Promise<Kinds> {
    let found = this.known.get(key);
    if (!found) {
      found = getJson<{ kinds: { kind: string; count: number }[] }>(this.url.replace("KEY", encodeURIComponent(key))).then(({ kinds }) =>
        Object.fromEntries(kinds.map(({ kind, count }) => [kind, count])),
      );
      found.catch(() => this.known.delete(key));
      this.known.set(key, found);
    }
    return found;
  }

  async show(party: Party | undefined, opened: readonly Opened[], scene: Scene): Promise<void> {
    const before = this.host.dataset["key"];
    this.host.dataset["key"] = party?.key ?? "";
    this.host.hidden = !party;
    if (!party) return;
    if (before !== party.key) this.host.replaceChildren(make("h2", { text: party.name }));
    const kinds = await this.kinds(party.key).catch(() => ({}) as Kinds);
    if (this.host.dataset["key"] !== party.key) return;
    const focused = (document.activeElement as HTMLElement | null)?.dataset?.["act"];
    const rows = Object.entries(kinds).map(([kind, count]) => {
      const there = scene.data.opened.find((one) => one.key === party.key && one.kind === kind);
      const asked = opened.find((one) => one.key === party.key && one.kind === kind);
      const shown = there?.keys.length ?? 0;
      const more = count - Math.min(count, asked?.count ?? 0);
      const add = this.button(more > 0 && asked ? this.texts.fill("more", { more }) : this.texts.fill(`kind_${kind}`), `open ${kind}`, () => this.heard.open(party.key, kind));
      const away = this.button("×", `close ${kind}`, () => this.heard.collapse(party.key, kind));
      away.setAttribute("aria-label", `${this.texts.fill("take_away")}: ${this.texts.fill(`kind_${kind}`)}`);
      if (!asked) return make("li", {}, add, make("small", { class: "muted", text: count }));
      return make(
        "li",
        {},
        make("span", { text: this.texts.fill(`kind_${kind}`) }),
        make("small", { class: "muted", text: this.texts.fill("of", { shown, count }) }),
        ...(more > 0 ? [add] : []),
        away,
      );
    });
    this.host.replaceChildren(make("h2", { text: party.name }), make("ul", {}, ...rows));
    if (focused) this.host.querySelector<HTMLElement>(`[data-act="${focused}"]`)?.focus();
  }

  private button(text: string, act: string, done: () => void): HTMLElement {
    const button = make("button", { type: "button", class: "map-small", "data-act": act, text });
    button.addEventListener("click", done);
    return button;
  }
}
