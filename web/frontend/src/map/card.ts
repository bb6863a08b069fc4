/** The card of the selected person: what the server tells, and how many neighbours the map shows. */

import { make, type Texts } from "../common/dom";
import { getHtml, isAborted, ServerError } from "../common/http";
import type { Network } from "./network";

export interface CardListener {
  close(): void;
  expand(key: string): void;
  collapse(key: string): void;
  closeGroup(group: string): void;
  select(key: string): void;
  hover(key: string | null): void;
}

export const STEP = 25;

export class Card {
  private asked = new AbortController();
  private key = "";
  private readonly body = make("div", { class: "map-card-body" });
  private readonly actions = make("p", { class: "map-card-actions" });

  constructor(
    private readonly host: HTMLElement,
    private readonly url: string | undefined,
    private readonly texts: Texts,
    private readonly heard: CardListener,
  ) {
    const close = make("button", { type: "button", class: "map-close", "aria-label": texts.fill("close") }, "×");
    close.addEventListener("click", () => heard.close());
    host.replaceChildren(close, this.body, this.actions);
    this.body.addEventListener("click", (event) => this.follow(event));
    this.body.addEventListener("pointerover", (event) => heard.hover(keyOf(event)));
    this.body.addEventListener("pointerleave", () => heard.hover(null));
  }

  hide(): void {
    this.asked.abort();
    this.host.hidden = true;
  }

  async show(key: string, network: Network): Promise<void> {
    const again = !this.host.hidden && this.key === key;
    if (again && this.body.contains(document.activeElement)) return;
    this.key = key;
    this.asked.abort();
    this.asked = new AbortController();
    this.host.hidden = false;
    this.drawActions(key, network);
    const person = network.find(key);
    if (!again) this.body.replaceChildren(make("h3", { text: person?.name ?? key }), make("p", { text: person?.account ?? "" }));
    if (!this.url || key.startsWith("node:")) return;
    try {
      const html = await getHtml(this.url.replace("KEY", encodeURIComponent(key)), this.asked.signal);
      this.body.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
      if (!again) this.body.scrollTop = 0;
    } catch (error) {
      if (!isAborted(error)) this.body.append(make("p", { class: "map-error", text: told(error) }));
    }
  }

  drawActions(key: string, network: Network): void {
    const state = network.expansion(key);
    const buttons: HTMLElement[] = [];
    if (!state) buttons.push(this.button(this.texts.fill("expand"), () => this.heard.expand(key)));
    else if (state.more > 0) buttons.push(this.button(this.texts.fill("more", { more: state.more }), () => this.heard.expand(key)));
    if (state) buttons.push(this.button(this.texts.fill("collapse"), () => this.heard.collapse(key)));
    const group = network.groupOf(key);
    const back = group && network.isOpen(group.key) ? [this.button(this.texts.fill("close_group", { name: group.name }), () => this.heard.closeGroup(group.key))] : [];
    this.actions.replaceChildren(...(/^(customer|node):/.test(key) ? [] : buttons), ...back);
  }

  private button(text: string, act: () => void): HTMLElement {
    const button = make("button", { type: "button", class: "map-small", text });
    button.addEventListener("click", act);
    return button;
  }

  private follow(event: Event): void {
    const key = keyOf(event);
    if (!key) return;
    event.preventDefault();
    this.heard.select(key);
  }
}

/** The person that something on the card stands for: `data-key`. */
function keyOf(event: Event): string | null {
  return event.target instanceof Element ? (event.target.closest<HTMLElement>("[data-key]")?.dataset.key ?? null) : null;
}

export function told(error: unknown): string {
  if (error instanceof ServerError) return `${error.message} ${error.hint}`.trim();
  return error instanceof Error ? error.message : String(error);
}
