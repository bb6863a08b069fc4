/** Maps on any page: each `data-map` element comes alive; `mapOf` gives it to other scripts. */

import { MapView } from "./map/view";

export type { MapData } from "./map/data";
export { MapView } from "./map/view";

const views = new WeakMap<HTMLElement, MapView>();

/** The map that lives in an element written by the server's map macro. */
export function mapOf(element: HTMLElement): MapView {
  const known = views.get(element);
  if (known) return known;
  const view = new MapView(element);
  views.set(element, view);
  return view;
}

/** Brings every map of the page alive; one with a `data-url` loads by itself. */
for (const element of document.querySelectorAll<HTMLElement>("[data-map]")) {
  const view = mapOf(element);
  if (element.dataset.url) void view.load(element.dataset.url);
}
