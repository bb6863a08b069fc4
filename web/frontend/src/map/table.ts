/** The people of the map as a table, for those who would rather read than look. */

import { make, type Texts } from "../common/dom";
import type { Person } from "./data";
import { clusterClass } from "./legend";
import type { Network } from "./network";

const ROWS = 200;

export function drawTable(host: HTMLElement, network: Network, texts: Texts, select: (key: string) => void): void {
  const names = new Map(network.clusters.map((cluster) => [cluster.number, cluster.name]));
  const people = [...network.people.values()].sort((a, b) => b.score - a.score || a.key.localeCompare(b.key));
  const heads = ["rank", "name", "account", "cluster", "ties"].map((name) =>
    make("th", { scope: "col", text: texts.fill(`column_${name}`) }),
  );
  const row = (person: Person): HTMLElement => {
    const name = make("button", { type: "button", class: "map-link", text: person.name });
    name.addEventListener("click", () => select(person.key));
    const cluster = person.cluster === null ? "" : (names.get(person.cluster) ?? "");
    return make(
      "tr",
      {},
      make("td", { text: person.rank ?? "" }),
      make("th", { scope: "row" }, name),
      make("td", { text: person.account ?? "" }),
      make("td", { class: clusterClass(person.cluster), text: cluster }),
      make("td", { text: network.degree(person.key) }),
    );
  };
  const rows = people.slice(0, ROWS).map(row);
  host.replaceChildren(
    make("table", {}, make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...rows)),
    ...(people.length > ROWS ? [make("p", { text: texts.fill("table_cut", { shown: ROWS, all: people.length }) })] : []),
  );
}
