/** Moving people by hand. Whoever is moved is pinned where they are put; the last moves can be taken back. */

import { settled } from "../common/dom";
import { unproject } from "./layer";
import type { Point } from "./renderer";
import type { MapView } from "./view";

/** On a map of more people only who is selected can be taken: there, one mostly means to move the map itself. */
const CROWD = 300;
/** Pixels that an arrow key moves somebody. */
const STRIDE = 12;

interface Move {
  key: string;
  from: Point;
  pinned: boolean;
}

export class Hand {
  private held: Move | null = null;
  private moves: Move[] = [];
  private readonly letGo = settled(() => this.drop(), 600);

  constructor(private readonly view: MapView) {}

  takes(key: string): boolean {
    const { network, selected } = this.view;
    const kind = network?.get(key)?.kind;
    return kind !== undefined && kind !== "group" && (key === selected || network!.people.size <= CROWD);
  }

  /** Draws somebody elsewhere, with their ties, over the map as it was. */
  drag(key: string, to: Point): void {
    const { network, picture } = this.view;
    const person = network?.get(key);
    if (!person || person.kind === "group") return;
    if (this.held?.key !== key) this.drop();
    this.held ??= { key, from: { x: person.x, y: person.y }, pinned: network!.pinned.has(key) };
    [person.x, person.y] = [to.x, to.y];
    this.view.hover(key);
    picture.point();
  }

  /** One step of the arrow keys: `angle` against the clock from the right. */
  nudge(key: string, angle: number): void {
    const place = this.view.place(key);
    if (!place) return;
    const to = { x: place.x + STRIDE * Math.cos(angle), y: place.y - STRIDE * Math.sin(angle) };
    this.drag(key, unproject(this.view.picture.renderer, to));
    this.letGo();
  }

  drop(): void {
    const { held } = this;
    this.held = null;
    const person = this.view.network?.get(held?.key ?? null);
    if (held && person && this.view.put(held.key, { x: person.x, y: person.y })) this.moves.push(held);
  }

  /** Takes the last move back; false where there is none. */
  undo(): boolean {
    const last = this.moves.pop();
    if (last) this.view.pin(last.key, last.pinned, last.from);
    return last !== undefined;
  }

  /** To be called when another network is drawn. */
  forget(): void {
    [this.held, this.moves] = [null, []];
  }
}
