/** Saving a view keeps the address as it is now: scripts change it while people look around. */

export function keepAddress(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("[data-save-view]")) {
    form.addEventListener("submit", () => {
      form.querySelector<HTMLInputElement>("[name=address]")!.value = location.pathname + location.search;
    });
  }
}
