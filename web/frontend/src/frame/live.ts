/** News while a page is open: parts of it come anew by themselves, for the rest it is offered. Silence where nothing answers. */

const PATIENCE = 1500;

interface Change {
  changed: string[];
  at: string;
}

interface Htmx {
  ajax(verb: string, url: string, options: { target: Element; swap: string }): Promise<void>;
}

declare global {
  interface Window {
    htmx?: Htmx;
  }
}

/** What a reader of any screen wants to know of; other parts only matter where an element asks for them. */
const NEWS = ["analysis", "import", "interactions"];

export function listenForNews(): void {
  const bar = document.querySelector<HTMLElement>("[data-news]");
  if (!bar || !("EventSource" in window)) return;
  bar.querySelector("button")!.addEventListener("click", () => location.reload());
  let source: EventSource | null = null;
  let seen = bar.dataset["seen"] ?? "";

  const hear = (event: MessageEvent<string>): void => {
    seen = event.lastEventId;
    const { changed, at } = JSON.parse(event.data) as Change;
    document.dispatchEvent(new CustomEvent<string[]>("guanxi:changed", { detail: changed }));
    const rest = new Set(changed.filter((part) => NEWS.includes(part)));
    for (const element of document.querySelectorAll<HTMLElement>("[data-live]")) {
      const parts = element.dataset["live"]!.split(" ");
      if (!parts.some((part) => changed.includes(part)) || isBusy(element)) continue;
      void window.htmx?.ajax("get", element.dataset["liveUrl"]!, { target: element, swap: "outerHTML" });
      if (element.hasAttribute("data-live-whole")) rest.clear();
    }
    if (rest.size > 0) offer(bar, new Date(at));
  };
  const open = (): void => {
    if (source || document.hidden) return;
    source = new EventSource(`${bar.dataset["url"]}?${new URLSearchParams({ seen })}`);
    source.addEventListener("changed", hear as EventListener);
    source.addEventListener("seen", (event) => (seen = (event as MessageEvent).lastEventId));
  };
  const close = (): void => {
    source?.close();
    source = null;
  };

  setTimeout(open, PATIENCE);
  addEventListener("pagehide", close);
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
}

/** Whether somebody is writing in it, or has a part of it open. */
function isBusy(element: HTMLElement): boolean {
  const written = [...element.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input:not([type=hidden]), textarea")];
  return element.contains(document.activeElement) || written.some((field) => field.value !== field.defaultValue);
}

function offer(bar: HTMLElement, at: Date): void {
  const time = at.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  bar.querySelector("[data-part=news-text]")!.textContent = (bar.dataset["text"] ?? "").replace("{time}", time);
  bar.hidden = false;
}
