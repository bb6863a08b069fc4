/** The events of a map, for the page that it is on. */

import type { Camera, Point } from "./renderer";

/** What a map tells its page: events `map:hover`, `map:select`, `map:cluster`, `map:camera`, `map:change` carry these. */
export interface MapEvents {
  hover: { key: string | null };
  select: { key: string | null };
  cluster: { number: number | null };
  camera: { camera: Camera };
  /** The map has been drawn anew: the camera, or who is on the map, may have changed. */
  draw: object;
  /** More around somebody is asked for, or they are not on the map; a page may take this into its own hands. */
  expand: { key: string };
  /** A group is to be opened, or closed; as `expand`. */
  open: { key: string; on: boolean };
  /** Somebody was moved by hand; as `expand`. */
  move: { key: string } & Point;
  /** Others than before are chosen. */
  choose: { keys: string[] };
  /** Who is on the map has changed. */
  change: { people: number };
}

/** Hears an event of a map; with `take`, the page takes the matter into its own hands. */
export function onMap<K extends keyof MapEvents>(element: HTMLElement, name: K, heard: (detail: MapEvents[K]) => void, take = false): void {
  element.addEventListener(`map:${name}`, (event) => {
    if (take) event.preventDefault();
    heard((event as CustomEvent<MapEvents[K]>).detail);
  });
}
