/** Maps on any page: each `data-map` element comes alive; `mapOf` gives it to other scripts. */

import { UPDATED } from "./common/update";
import { cameraFrom, cameraText } from "./map/camera";
import { renew } from "./map/neighbours";
import { getMap } from "./map/packed";
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

/** Brings every map of the page alive; one with a `data-url` loads by itself, and keeps where one looks in the address. */
function drawMaps(): void {
  for (const element of document.querySelectorAll<HTMLElement>("[data-map]")) {
    const { url } = element.dataset;
    if (views.has(element)) {
      if (url) void renew(mapOf(element));
      continue;
    }
    // Asked for at once: a WebGL renderer takes its time to come up.
    const asked = url ? getMap(url) : undefined;
    const view = mapOf(element);
    if (url) void view.load(url, cameraFrom(new URLSearchParams(location.search).get("camera") ?? ""), asked);
    if (url) element.addEventListener("map:camera", () => keepCamera(view));
  }
}

function keepCamera({ camera }: MapView): void {
  const address = new URL(location.href);
  const text = cameraText(camera);
  if (text === (address.searchParams.get("camera") ?? "")) return;
  if (text) address.searchParams.set("camera", text);
  else address.searchParams.delete("camera");
  history.replaceState(history.state, "", address.href.replaceAll("%2C", ","));
}

drawMaps();
document.addEventListener(UPDATED, drawMaps);
