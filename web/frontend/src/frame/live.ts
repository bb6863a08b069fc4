/** News while a page is open: where they concern what it shows, it is asked for again and put in place. */

import { part } from "../common/dom";
import { getHtml, QUERIES } from "../common/http";
import { isWritten, morph, UPDATED } from "../common/update";

interface Change {
  changed: string[];
  at: string;
  /** Seconds within which all open pages together may ask. */
  spread: number;
}

/** An event on the document: something on the page has ended, and what it shows is old. */
const STALE = "guanxi:stale";
const PATIENCE = 1500;
/** Between two updates of a page; while news keep coming it doubles up to the longest. */
const GAP = 10_000;
const LONGEST_GAP = 60_000;
/** How soon a page that somebody writes on is looked at again. */
const AGAIN = 2000;
/** How long the scripts of a page may take to follow. */
const SETTLING = 1000;
const TOLD = 5000;
/** What shows that somebody is in the middle of something; asking how far a job is is no such thing. */
const AT_WORK = "dialog[open], main [data-hold], main details.menu[open], main .htmx-request:not([hx-trigger^=every])";
/** How long a page waits where it is not told of news, before it asks to be. */
const SILENCE = 60_000;

export function listenForNews(): void {
  const bar = document.querySelector<HTMLElement>("[data-news]");
  if (bar?.dataset["parts"]) new News(bar);
}

class News {
  private readonly main = document.querySelector("main")!;
  private readonly button: HTMLButtonElement;
  private readonly parts: string[];
  private source: EventSource | null = null;
  private seen: string;
  private at = new Date();
  private timer = 0;
  private hiding = 0;
  private gap = GAP;
  private updated = -Infinity;

  constructor(private readonly bar: HTMLElement) {
    this.button = bar.querySelector("button")!;
    this.parts = bar.dataset["parts"]!.split(" ");
    this.seen = bar.dataset["seen"] ?? "";
    this.button.addEventListener("click", () => void this.update(true));
    setTimeout(() => this.open(), PATIENCE);
    addEventListener("pagehide", () => this.close());
    document.addEventListener("visibilitychange", () => (document.hidden ? this.close() : this.open()));
    document.addEventListener(STALE, () => void this.update());
  }

  private open(): void {
    if (this.source || document.hidden) return;
    const source = new EventSource(`${this.bar.dataset["url"]}?${new URLSearchParams({ seen: this.seen })}`);
    source.addEventListener("changed", (event) => this.hear(event as MessageEvent<string>));
    source.addEventListener("seen", (event) => (this.seen = (event as MessageEvent).lastEventId));
    source.addEventListener("error", () => {
      if (source.readyState !== EventSource.CLOSED || this.source !== source) return;
      this.source = null;
      setTimeout(() => this.open(), SILENCE);
    });
    this.source = source;
  }

  private close(): void {
    this.source?.close();
    this.source = null;
  }

  private hear(event: MessageEvent<string>): void {
    this.seen = event.lastEventId;
    const { changed, at, spread } = JSON.parse(event.data) as Change;
    if (!changed.some((name) => this.parts.includes(name))) return;
    this.at = new Date(at);
    if (this.timer) return;
    const since = performance.now() - this.updated;
    const busy = since < 2 * this.gap;
    this.timer = window.setTimeout(() => void this.update(), Math.max(1000 * spread * Math.random(), busy ? this.gap - since : 0));
    this.gap = busy ? Math.min(2 * this.gap, LONGEST_GAP) : GAP;
  }

  /** Brings the page up to date unless somebody is at work on it: they are offered it, and it is tried again. */
  private async update(asked = false): Promise<void> {
    clearTimeout(this.timer);
    this.timer = 0;
    if (!asked && this.isBusy()) return this.offer();
    this.updated = performance.now();
    const address = location.href;
    try {
      const page = new DOMParser().parseFromString(await getHtml(address), "text/html");
      if (address !== location.href || (!asked && this.isBusy())) return this.offer();
      if (outfit(page) !== outfit(document)) return location.reload();
      this.put(page);
    } catch (error) {
      if (asked) location.reload();
      else this.show(this.bar.dataset["text"]!, true);
    }
  }

  private put(page: Document): void {
    const before = this.main.textContent;
    morph(this.main, page.querySelector("main")!.childNodes);
    const foot = page.querySelector("[data-part=fresh]");
    if (foot) document.querySelector("[data-part=fresh]")?.replaceWith(foot);
    const queries = [...page.querySelectorAll<HTMLElement>("[data-query]")].map(({ dataset }) => dataset["query"]);
    document.dispatchEvent(new CustomEvent(QUERIES, { detail: queries.join(",") }));
    document.dispatchEvent(new Event(UPDATED));
    this.bar.hidden = true;
    this.at = new Date();
    setTimeout(() => {
      if (this.main.textContent !== before) this.show(this.bar.dataset["updated"]!, false);
    }, SETTLING);
  }

  /** Whether something that somebody writes, chooses or decides would change under their hands. */
  private isBusy(): boolean {
    return document.querySelector(AT_WORK) !== null || isWritten(this.main);
  }

  private offer(): void {
    this.show(this.bar.dataset["text"]!, true);
    this.timer = window.setTimeout(() => void this.update(), AGAIN);
  }

  private show(text: string, offered: boolean): void {
    clearTimeout(this.hiding);
    const time = this.at.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    const told = text.replace("{time}", time);
    const line = part(this.bar, "news-text");
    if (line.textContent !== told) line.textContent = told;
    this.button.hidden = !offered;
    this.bar.hidden = false;
    if (!offered) this.hiding = window.setTimeout(() => (this.bar.hidden = true), TOLD);
  }
}

/** The scripts and styles of a page: one with others is not put in place but loaded. */
function outfit(page: Document): string {
  const files = page.head.querySelectorAll("script[src], link[rel=stylesheet]");
  return [...files].map((file) => file.getAttribute("src") ?? file.getAttribute("href")).join();
}
