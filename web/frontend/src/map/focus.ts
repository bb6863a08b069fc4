/** What is looked at, over the faded map: a person with whom they know, or a cluster that the legend points at. */

import { CanvasSurface, drawPerson, ends, type Surface } from "./drawing";
import { Layer } from "./layer";
import type { Network } from "./network";
import type { Renderer } from "./renderer";
import type { Style } from "./style";

/** More than these nobody could follow; the strongest ties and the weightiest people come first. */
const MOST_TIES = 400;
const MOST_MEMBERS = 2500;

export class FocusLayer {
  private readonly layer: Layer;
  private network: Network | null = null;
  private shown = false;

  constructor(
    private readonly stage: HTMLElement,
    private readonly style: Style,
    private readonly renderer: () => Renderer,
  ) {
    this.layer = new Layer(stage, renderer, "map-focus");
    stage.append(this.layer.canvas);
  }

  use(network: Network): void {
    this.network = network;
  }

  draw(): void {
    const { focus, centre } = this.style;
    const wanted = this.network !== null && (centre !== null || focus.cluster !== null);
    this.stage.classList.toggle("map-faded", wanted);
    if (!wanted && !this.shown) return;
    const surface = new CanvasSurface(this.layer.begin());
    this.shown = wanted;
    if (!wanted || !this.network) return;
    if (focus.cluster !== null) this.cluster(surface, this.network, focus.cluster);
    else drawNeighbourhood(surface, this.network, this.style, this.renderer());
  }

  private cluster(surface: Surface, network: Network, number: number): void {
    const renderer = this.renderer();
    let left = MOST_TIES;
    for (const tie of network.ties.values()) {
      if (left === 0) break;
      if (network.get(tie.source)!.cluster !== number || network.get(tie.target)!.cluster !== number) continue;
      left -= 1;
      const { width, colour, alpha } = this.style.edge(tie);
      surface.line(...ends(tie, network, renderer), width, colour, alpha);
    }
    left = MOST_MEMBERS;
    for (const person of network.people.values()) {
      if (person.cluster !== number || left-- <= 0) continue;
      drawPerson(surface, person, this.style.node(person), renderer);
    }
  }
}

/** The person in the middle of attention, their strongest ties, and the people at the other ends. */
export function drawNeighbourhood(surface: Surface, network: Network, style: Style, at: Renderer): void {
  const centre = network.get(style.centre);
  if (!centre) return;
  const ties = [...network.tiesOf(centre.key)].slice(0, MOST_TIES);
  for (const [, tie] of ties.reverse()) {
    const { width, colour, alpha } = style.edgeInFocus(tie);
    surface.line(...ends(tie, network, at), width, colour, alpha);
  }
  for (const [other] of ties) {
    const person = network.get(other)!;
    drawPerson(surface, person, style.node(person), at);
  }
  const look = style.node(centre);
  drawPerson(surface, centre, { ...look, radius: look.radius * 1.2, border: style.theme.text, rim: centre.size > 1 ? 0.1 : 0.22 }, at);
}
