/** The Cypher of a view: the page brings its own; answers that come later name theirs, and it is asked for when read. */

import { getHtml, QUERIES } from "../common/http";

export function listQueries(): void {
  const details = document.querySelector<HTMLDetailsElement>("[data-queries]");
  if (!details) return;
  const list = details.querySelector<HTMLElement>("[data-part=query-list]")!;
  const count = details.querySelector<HTMLElement>("[data-part=query-count]")!;
  const known = new Set([...list.querySelectorAll<HTMLElement>("[data-query]")].map((entry) => entry.dataset["query"]!));
  let waiting: string[] = [];

  const show = async (): Promise<void> => {
    if (!details.open || waiting.length === 0) return;
    const names = waiting;
    waiting = [];
    const html = await getHtml(`${details.dataset["url"]}?${new URLSearchParams({ names: names.join(",") })}`);
    list.append(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
  };
  const note = (names: string): void => {
    for (const name of names.split(",").filter((one) => one && !known.has(one))) {
      known.add(name);
      waiting.push(name);
    }
    count.textContent = String(known.size);
    void show();
  };

  document.addEventListener(QUERIES, (event) => note((event as CustomEvent<string>).detail));
  document.addEventListener("htmx:afterRequest", (event) => {
    note((event as CustomEvent<{ xhr: XMLHttpRequest }>).detail.xhr.getResponseHeader("X-Guanxi-Queries") ?? "");
  });
  details.addEventListener("toggle", () => void show());
  list.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-copy-query]") : null;
    if (!button) return;
    const text = button.closest("details")!.querySelector("pre")!.textContent ?? "";
    void navigator.clipboard.writeText(text).then(() => (button.textContent = details.dataset["copied"] ?? ""));
  });
}
