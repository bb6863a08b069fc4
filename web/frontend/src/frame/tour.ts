/** The guided tour: a dialog beside what it speaks of, from screen to screen. Where it is lives in this tab alone. */

import { part } from "../common/dom";
import { getJson } from "../common/http";

interface Step {
  url: string;
  at: string;
  title: string;
  text: string;
}

const PLACE = "guanxi-tour";
const GAP = 12;
const PATIENCE = 3000;

export function guide(): void {
  const dialog = document.querySelector<HTMLDialogElement>("[data-tour]");
  if (dialog) new Tour(dialog);
}

class Tour {
  private steps: Step[] = [];
  private at = Number(sessionStorage.getItem(PLACE) ?? NaN);
  private readonly light = document.querySelector<HTMLElement>("[data-tour-light]")!;
  private readonly offer = document.querySelector<HTMLElement>("[data-tour-offer]")!;

  constructor(private readonly dialog: HTMLDialogElement) {
    for (const button of document.querySelectorAll("[data-tour-start]")) button.addEventListener("click", () => this.start());
    document.querySelector("[data-tour-no]")?.addEventListener("click", () => this.answer());
    part(dialog, "next").addEventListener("click", () => void this.go(this.at + 1));
    part(dialog, "back").addEventListener("click", () => void this.go(this.at - 1));
    part(dialog, "close").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => this.end());
    addEventListener("pagehide", () => dialog.removeAttribute("open"));
    if (!Number.isNaN(this.at)) void this.go(this.at);
  }

  private start(): void {
    this.answer();
    for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu")) menu.open = false;
    void this.go(0);
  }

  private answer(): void {
    this.offer.hidden = true;
    const token = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')!.content;
    void fetch(this.dialog.dataset["url"]!, { method: "POST", headers: { "X-CSRFToken": token }, keepalive: true });
  }

  private end(): void {
    sessionStorage.removeItem(PLACE);
    this.light.hidden = true;
    this.at = NaN;
  }

  private async go(to: number): Promise<void> {
    if (this.steps.length === 0) this.steps = (await getJson<{ steps: Step[] }>(this.dialog.dataset["url"]!)).steps;
    const step = this.steps[to];
    if (!step) return this.dialog.open ? this.dialog.close() : this.end();
    this.at = to;
    sessionStorage.setItem(PLACE, String(to));
    if (location.pathname !== step.url) return location.assign(step.url);
    const until = performance.now() + PATIENCE;
    while (!this.target() && performance.now() < until) await new Promise((wake) => setTimeout(wake, 100));
    this.show(step);
  }

  private show(step: Step): void {
    this.dialog.querySelector("#tour-title")!.textContent = step.title;
    this.dialog.querySelector("#tour-text")!.textContent = step.text;
    part(this.dialog, "place").textContent = `${this.at + 1} / ${this.steps.length}`;
    part(this.dialog, "back").hidden = this.at === 0;
    const next = part(this.dialog, "next");
    next.textContent = (this.at === this.steps.length - 1 ? next.dataset["last"] : next.dataset["more"]) ?? "";
    this.target()?.scrollIntoView({ block: "center" });
    const begins = !this.dialog.open;
    if (begins) this.dialog.showModal();
    next.focus();
    if (begins) this.follow();
  }

  /** Stays beside the target, which moves while its page fills. */
  private follow(): void {
    if (!this.dialog.open) return;
    this.place();
    requestAnimationFrame(() => this.follow());
  }

  /** What the step speaks of, where it is to be seen. */
  private target(): HTMLElement | null {
    const found = document.querySelector<HTMLElement>(this.steps[this.at]?.at ?? "body");
    return found?.checkVisibility() ? found : null;
  }

  /** Lights up the target, and puts the dialog below it, above it, or over its lower part: wherever there is room. */
  private place(): void {
    const target = this.target();
    this.light.hidden = target === null;
    this.dialog.classList.toggle("alone", target === null);
    const box = target?.getBoundingClientRect() ?? new DOMRect(innerWidth / 2, innerHeight / 3, 0, 0);
    Object.assign(this.light.style, {
      left: `${box.left - 6}px`,
      top: `${box.top - 6}px`,
      width: `${box.width + 12}px`,
      height: `${box.height + 12}px`,
    });
    const { offsetWidth: width, offsetHeight: height } = this.dialog;
    const below = box.bottom + GAP;
    const above = box.top - GAP - height;
    const top = below + height < innerHeight ? below : above > 0 ? above : innerHeight - height - GAP;
    const left = Math.max(GAP, Math.min(box.left, innerWidth - width - GAP));
    Object.assign(this.dialog.style, { left: `${left}px`, top: `${top}px` });
  }
}
