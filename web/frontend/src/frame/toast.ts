/** What went wrong when a part of the page was asked for, in a sentence that goes away by itself. */

let timer = 0;

export function toast(text: string): void {
  const box = document.querySelector<HTMLElement>("[data-toast]");
  if (!box || !text) return;
  box.textContent = text;
  box.hidden = false;
  clearTimeout(timer);
  timer = window.setTimeout(() => (box.hidden = true), 10_000);
}

export function toastErrors(): void {
  document.addEventListener("htmx:responseError", (event) => {
    toast((event as CustomEvent<{ xhr: XMLHttpRequest }>).detail.xhr.responseText.slice(0, 500));
  });
}
