/** Keys that work on every screen, and the dialog that lists them. */

const OFF = "guanxi-keys";
const PATIENCE = 1500;

export function listenForKeys(): void {
  const dialog = document.querySelector<HTMLDialogElement>("dialog#keys");
  for (const button of document.querySelectorAll<HTMLElement>("[data-open-dialog]")) {
    button.addEventListener("click", () => dialog?.showModal());
  }
  dialog?.querySelector("[data-close-dialog]")?.addEventListener("click", () => dialog.close());
  dialog?.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  const choice = dialog?.querySelector<HTMLInputElement>("[data-single-keys]");
  if (choice) {
    choice.checked = localStorage.getItem(OFF) !== "off";
    choice.addEventListener("change", () => localStorage.setItem(OFF, choice.checked ? "on" : "off"));
  }
  let going = 0;
  document.addEventListener("keydown", (event) => {
    const target = event.target as Element;
    const typing = target.closest("input, textarea, select, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || localStorage.getItem(OFF) === "off") return;
    if (event.key === "g") {
      going = event.timeStamp;
      return;
    }
    const screen = event.timeStamp - going < PATIENCE && dialog?.querySelector<HTMLAnchorElement>(`[data-key="${CSS.escape(event.key)}"]`);
    going = 0;
    if (screen) location.assign(screen.href);
    else if (event.key === "?") dialog?.showModal();
    else if (event.key === "/") document.querySelector<HTMLInputElement>("[data-search] input")?.focus();
    else return;
    event.preventDefault();
  });
}
