/** What can be done with somebody on the screen, as the choices of their menu. */

import type { Texts } from "../common/dom";
import type { Kinds } from "./about";
import type { Choice } from "./menu";
import type { Party } from "./scene";
import { collapsed, opened, removed, type State } from "./state";

export interface Chooser {
  readonly state: State;
  readonly texts: Texts;
  go(state: State): void;
  togglePin(key: string): void;
  hide(keys: Iterable<string>): void;
  /** Where their page is. */
  page(party: Party): string;
  name(key: string): string;
}

export class Choices {
  /** Where the next path begins. */
  private from: string | null = null;

  constructor(private readonly screen: Chooser) {}

  /** `kinds`: how many neighbours of each kind they have. */
  of(party: Party, kinds: Kinds): Choice[][] {
    return [this.actions(party), this.paths(party), this.expansions(party, kinds)];
  }

  private actions(party: Party): Choice[] {
    const { screen } = this;
    const { state, texts } = screen;
    const { key } = party;
    return [
      { text: texts.fill(state.pinned.some((one) => one.key === key) ? "unpin" : "pin"), note: "P", act: () => screen.togglePin(key) },
      { text: texts.fill("hide"), note: "H", act: () => screen.hide([key]) },
      ...(state.opened.some((one) => one.key === key) ? [{ text: texts.fill("collapse"), note: "C", act: () => screen.go(collapsed(state, key)) }] : []),
      ...(state.roots.includes(key) ? [{ text: texts.fill("remove"), act: () => screen.go(removed(state, key)) }] : []),
      { text: texts.fill("page"), act: () => location.assign(screen.page(party)) },
    ];
  }

  private paths({ key, kind }: Party): Choice[] {
    if (kind === "customer") return [];
    const { from, screen } = this;
    const start = { text: screen.texts.fill("path_from"), act: () => void (this.from = key) };
    if (!from || from === key) return [start];
    const way = { from, to: key, by: "strength" as const };
    const text = screen.texts.fill("path_to", { name: screen.name(from) });
    return [start, { text, act: () => screen.go({ ...screen.state, ways: [...screen.state.ways, way] }) }];
  }

  private expansions({ key }: Party, kinds: Kinds): Choice[] {
    const { screen } = this;
    const { state, texts } = screen;
    return Object.entries(kinds).flatMap(([kind, count]) => {
      const asked = state.opened.find((one) => one.key === key && one.kind === kind)?.count ?? 0;
      if (asked >= count) return [];
      const note = asked > 0 ? texts.fill("more", { more: count - asked }) : String(count);
      return [{ text: texts.fill(`kind_${kind}`), note, act: () => screen.go(opened({ ...state, person: key }, key, kind)) }];
    });
  }
}
