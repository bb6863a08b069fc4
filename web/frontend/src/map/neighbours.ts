/** Asking the server for more of a map, or for what it knows now. */

import { getJson } from "../common/http";
import type { MapData } from "./data";
import type { Network } from "./network";
import { getMap } from "./packed";
import type { MapView } from "./view";

const MOST = 500;

/** Somebody's strongest neighbours after the first `offset`. */
export function neighbours({ dataset }: HTMLElement, { data }: Network, key: string, limit: number, offset = 0): Promise<MapData> {
  const query = new URLSearchParams({ offset: String(offset), limit: String(Math.min(limit, MOST)), reading: data.reading });
  return getJson<MapData>(`${dataset["neighboursUrl"]!.replace("KEY", encodeURIComponent(key))}?${query}`);
}

/**
 * Draws what a map's address answers now; where one looks, and what is selected, pinned, expanded, filtered or open, stays.
 * All stays where nothing is answered.
 */
export async function renew(view: MapView): Promise<void> {
  const { network, url } = view;
  if (!network || !url) return;
  const { expanded } = network.members;
  const asked = expanded.map((key) => neighbours(view.element, network, key, network.expansion(key)!.shown));
  const [data, ...around] = await Promise.all([getMap(url), ...asked]).catch(() => []);
  if (!data || network !== view.network) return;
  view.show(data, "same", (fresh) => fresh.follow(network, around));
  view.url = url;
  if (view.selected) view.select(view.selected);
}
