/** What a map says beside its picture: legend, table, state, and what a screen reader is told. */

import { part, type Texts } from "../common/dom";
import { drawLegend, tellShown, type LegendListener } from "./legend";
import type { Network } from "./network";
import { Table } from "./table";

export interface WordsListener extends LegendListener {
  select(key: string): void;
  /** Somebody's box in the table was ticked or cleared. */
  choose(key: string): void;
}

export class Words {
  private readonly table: Table;

  constructor(
    private readonly element: HTMLElement,
    private readonly texts: Texts,
    private readonly heard: WordsListener,
  ) {
    const choose = "choosable" in element.dataset ? heard.choose : null;
    this.table = new Table(part(element, "rows"), texts, heard.select, choose);
  }

  /** `ties`: how many lines are drawn; `picked`: the cluster that was picked. */
  use(network: Network, ties: number, picked: number | null, chosen: ReadonlySet<string>): void {
    this.drawLegend(network, ties, picked);
    this.drawTable(network, chosen);
  }

  drawLegend(network: Network, ties: number, picked: number | null): void {
    drawLegend(part(this.element, "legend"), network, this.texts, picked, this.heard);
    this.tellShown(network, ties);
  }

  tellShown(network: Network, ties: number): void {
    tellShown(part(this.element, "legend"), network, ties, this.texts);
  }

  /** Nothing is done for a table that is closed. */
  drawTable(network: Network, chosen: ReadonlySet<string>): void {
    if (part<HTMLDetailsElement>(this.element, "table").open) this.table.use(network, chosen);
  }

  tick(chosen: ReadonlySet<string>): void {
    this.table.tick(chosen);
    this.tell(this.texts.count("chosen", chosen.size));
  }

  announce(key: string, network: Network): void {
    const person = network.holder(key);
    if (person) this.tell(this.texts.count("ties", network.degree(person.key), { name: person.name }));
  }

  /** For screen readers. */
  tell(text: string): void {
    part(this.element, "live").textContent = text;
  }

  say(state: "loading" | "ready" | "empty" | "error", text: string): void {
    this.element.dataset.state = state;
    part(this.element, "state").textContent = text;
  }
}
