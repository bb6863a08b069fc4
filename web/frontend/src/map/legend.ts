/** What size, colour and width mean, how much of the whole is shown, and the clusters to pick from. */

import { make, type Texts } from "../common/dom";
import type { MapData } from "./data";

const LISTED = 12;

export interface LegendListener {
  point(cluster: number | null): void;
  pick(cluster: number): void;
}

/** The CSS class that gives an element the colour of a cluster. */
export function clusterClass(number: number | null): string {
  return number !== null && number < LISTED ? `cluster-${number}` : "cluster-other";
}

export function drawLegend(host: HTMLElement, data: MapData, texts: Texts, picked: number | null, heard: LegendListener): void {
  const { shown, total } = data;
  const rows = [
    make("p", { class: "map-shown", text: texts.fill("shown", flat(shown, total)) }),
    make(
      "p",
      { class: "map-keys" },
      key("map-key-size", texts.fill(`size_${data.reading}`)),
      key("map-key-width", texts.fill("width")),
      ...kinds(data, texts),
    ),
  ];
  if (data.clusters.length > 0) rows.push(clusters(data, texts, picked, heard) as unknown as HTMLParagraphElement);
  host.replaceChildren(...rows);
}

function flat(shown: MapData["shown"], total: MapData["total"]): Record<string, number> {
  return { people: shown.people, ties: shown.ties, all_people: total.people, all_ties: total.ties };
}

function key(symbol: string, text: string): HTMLElement {
  return make("span", { class: "map-key" }, make("i", { class: symbol, "aria-hidden": "true" }), text);
}

function kinds(data: MapData, texts: Texts): HTMLElement[] {
  const present = new Set(data.people.kind);
  return ["employee", "customer"].filter((kind) => present.has(kind)).map((kind) => key(`map-key-${kind}`, texts.fill(`kind_${kind}`)));
}

function clusters(data: MapData, texts: Texts, picked: number | null, heard: LegendListener): HTMLElement {
  const list = make("ul", { class: "map-clusters", "aria-label": texts.fill("clusters") });
  for (const cluster of data.clusters.slice(0, LISTED)) {
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
  const rest = data.clusters.length - LISTED;
  if (rest > 0) list.append(make("li", { class: "map-rest", text: texts.count("rest", rest) }));
  return list;
}
