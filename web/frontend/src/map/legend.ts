/** What size, colour and width mean, how much of the whole is shown, and the clusters to pick from. */

import { make, type Texts } from "../common/dom";
import type { Network } from "./network";

const LISTED = 12;

export interface LegendListener {
  point(cluster: number | null): void;
  pick(cluster: number): void;
  closeGroups(): void;
}

/** The CSS class that gives an element the colour of a cluster. */
export function clusterClass(number: number | null): string {
  return number !== null && number < LISTED ? `cluster-${number}` : "cluster-other";
}

export function drawLegend(host: HTMLElement, network: Network, texts: Texts, picked: number | null, heard: LegendListener): void {
  const close = make("button", { type: "button", class: "map-link", "data-part": "close-groups", text: texts.fill("close_groups") });
  close.addEventListener("click", () => heard.closeGroups());
  const rows: HTMLElement[] = [
    make("p", { class: "map-shown" }, make("span", { "data-part": "shown" }), close),
    make("p", { class: "map-keys" }, ...keys(network, texts).map(([symbol, text]) => key(symbol, text))),
  ];
  if (network.clusters.length > 0) rows.push(clusters(network, texts, picked, heard));
  host.replaceChildren(...rows);
}

/** Says how much of the whole is drawn: all that changes with the zoom and with what is opened. */
export function tellShown(host: HTMLElement, network: Network, ties: number, texts: Texts): void {
  host.querySelector("[data-part=shown]")!.textContent = shown(network, ties, texts);
  host.querySelector<HTMLElement>("[data-part=close-groups]")!.hidden = ![...network.groups.keys()].some((key) => network.isOpen(key));
}

/** `ties`: how many lines are drawn, the strongest first. */
export function shown(network: Network, ties: number, texts: Texts): string {
  const { counts, data } = network;
  let drawn = 0;
  let lines = 0;
  for (const tie of network.ties.values()) {
    if (lines++ >= ties) break;
    drawn += tie.count;
  }
  const values = {
    people: counts.people,
    all_people: Math.max(data.total.people, counts.people),
    ties: drawn,
    all_ties: Math.max(data.total.ties, drawn),
    single: counts.single,
    groups: network.people.size - counts.single,
  };
  const hidden = network.members.all.reduce((n, person) => n + (person ? 1 : 0), 0) - counts.people;
  return [
    texts.fill(network.isGrouped ? "shown_groups" : "shown", values),
    ...(hidden > 0 ? [texts.count("hidden", hidden)] : []),
  ].join(" ");
}

/** The symbols of the legend that this map needs, with their meaning. */
export function keys(network: Network, texts: Texts): [string, string][] {
  const kinds = new Set([...network.people.values()].map(({ kind }) => kind));
  const special = ["employee", "customer", "group"].filter((kind) => kinds.has(kind));
  return [
    ["map-key-size", texts.fill(`size_${network.data.reading}`)],
    ["map-key-width", texts.fill("width")],
    ...special.map((kind): [string, string] => [`map-key-${kind}`, texts.fill(`kind_${kind}`)]),
    ...(network.isGrouped ? [["map-key-grain", texts.fill("grain")] as [string, string]] : []),
    ...(network.pinned.size > 0 ? [["map-key-pinned", texts.fill("pinned")] as [string, string]] : []),
  ];
}

function key(symbol: string, text: string): HTMLElement {
  return make("span", { class: "map-key" }, make("i", { class: symbol, "aria-hidden": "true" }), text);
}

function clusters(network: Network, texts: Texts, picked: number | null, heard: LegendListener): HTMLElement {
  const list = make("ul", { class: "map-clusters", "aria-label": texts.fill("clusters") });
  for (const cluster of network.clusters.slice(0, LISTED)) {
    const button = make(
      "button",
      {
        type: "button",
        class: clusterClass(cluster.number),
        title: cluster.description,
        "aria-pressed": String(cluster.number === picked),
        "data-cluster": cluster.number,
      },
      make("i", { class: "map-dot", "aria-hidden": "true" }),
      make("span", { text: cluster.name }),
      make("small", { text: cluster.size }),
    );
    button.addEventListener("click", () => heard.pick(cluster.number));
    for (const type of ["pointerenter", "focus"]) button.addEventListener(type, () => heard.point(cluster.number));
    for (const type of ["pointerleave", "blur"]) button.addEventListener(type, () => heard.point(null));
    list.append(make("li", {}, button));
  }
  const rest = network.clusters.length - LISTED;
  if (rest > 0) list.append(make("li", { class: "map-rest", text: texts.count("rest", rest) }));
  return list;
}
