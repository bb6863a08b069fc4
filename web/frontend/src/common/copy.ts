/** Buttons that copy: `data-copy-text` holds the text, `data-said` what a line of the page then says. */

import { part } from "./dom";

export function copyButtons(root: HTMLElement): void {
  root.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-copy-text]") : null;
    if (!button) return;
    void navigator.clipboard.writeText(button.dataset["copyText"] ?? "").then(() => {
      part(root, "copied").textContent = button.dataset["said"] ?? "";
    });
  });
}
