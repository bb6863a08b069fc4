/** Tabs as the ARIA practices have them: arrows walk, the panel of the chosen one shows. */

export function tabs(list: HTMLElement, chosen: (name: string) => void = () => {}): (name: string) => void {
  const all = [...list.querySelectorAll<HTMLElement>('[role="tab"]')];
  const open = (tab: HTMLElement): void => {
    for (const other of all) {
      other.setAttribute("aria-selected", String(other === tab));
      other.tabIndex = other === tab ? 0 : -1;
      document.getElementById(other.getAttribute("aria-controls") ?? "")!.hidden = other !== tab;
    }
    chosen(tab.dataset["tab"] ?? "");
  };
  for (const [i, tab] of all.entries()) {
    tab.addEventListener("click", () => open(tab));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = all[(i + step + all.length) % all.length]!;
      event.preventDefault();
      open(next);
      next.focus();
    });
  }
  return (name) => {
    const tab = all.find((item) => item.dataset["tab"] === name);
    if (tab) open(tab);
  };
}
