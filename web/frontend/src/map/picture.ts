/** What is painted on a stage, layer over layer: the ground, people and ties, what is looked at, the names. */

import { prefersStillness, settled } from "../common/dom";
import { CanvasRenderer } from "./canvas-renderer";
import { FocusLayer } from "./focus";
import { Ground } from "./ground";
import { Labels, type Rect } from "./labels";
import type { Network } from "./network";
import type { Box, Camera, Listener, Renderer } from "./renderer";
import { SigmaRenderer } from "./sigma-renderer";
import type { Style } from "./style";

export interface PictureListener extends Listener {
  /** The camera has come to rest. */
  rested(): void;
}

export class Picture {
  readonly renderer: Renderer;
  readonly labels: Labels;
  readonly ground: Ground;
  private readonly focus: FocusLayer;
  private network: Network | null = null;
  private stale = true;
  private measured = "";
  private readonly rest = settled(() => this.settle(), 140);

  constructor(
    private readonly stage: HTMLElement,
    private readonly style: Style,
    private readonly heard: PictureListener,
    covered: () => Rect[],
    webgl: boolean,
  ) {
    const renderer = (): Renderer => this.renderer;
    this.ground = new Ground(stage, style, renderer);
    const surface = document.createElement("div");
    surface.className = "map-layer map-surface";
    stage.append(surface);
    const listener = { ...heard, moved: () => this.follow() };
    this.renderer = (webgl && inWebgl(surface, style, listener)) || new CanvasRenderer(surface, style, listener);
    this.focus = new FocusLayer(stage, style, renderer);
    this.labels = new Labels(stage, style, renderer, covered);
  }

  get size(): { width: number; height: number } {
    return { width: this.stage.clientWidth, height: this.stage.clientHeight };
  }

  /** Draws another network; `box` is what the whole map shows. */
  show(network: Network, box: Box): void {
    this.measure();
    this.use(network);
    this.stale = true;
    this.renderer.show(network, box);
  }

  /** Draws the network anew after people or ties have changed. */
  update(network: Network): void {
    this.use(network);
    this.refresh();
  }

  private use(network: Network): void {
    this.network = network;
    this.style.use(network);
    this.ground.use(network);
    this.labels.use(network, this.ground.islands);
    this.focus.use(network);
  }

  /** Draws anew, in the next frame, after looks have changed. */
  refresh(): void {
    this.stale = true;
    this.renderer.refresh();
  }

  /** Draws what is looked at, and the names, anew. */
  point(): void {
    this.focus.draw();
    this.labels.draw();
  }

  look(camera: Camera, animated: boolean): void {
    this.renderer.look(camera, animated && !prefersStillness());
  }

  /** To be called when the stage may have another size. */
  resize(): void {
    if (!this.measure()) return;
    this.renderer.resize();
    this.refresh();
  }

  /** Suits the dots to the size of the stage; whether that has changed. */
  private measure(): boolean {
    const { width, height } = this.size;
    const measured = `${width} ${height}`;
    if (measured === this.measured) return false;
    this.measured = measured;
    this.style.magnify = Math.min(1.15, Math.max(0.6, Math.sqrt(width * height) / 850));
    return true;
  }

  private follow(): void {
    if (!this.network) return;
    if (this.stale) this.ground.draw();
    else this.ground.follow();
    this.stale = false;
    this.point();
    this.heard.moved();
    this.rest();
  }

  private settle(): void {
    this.ground.draw();
    this.heard.rested();
  }
}

/** Null where the browser has no WebGL. */
function inWebgl(surface: HTMLElement, style: Style, listener: Listener): Renderer | null {
  try {
    return new SigmaRenderer(surface, style, listener);
  } catch {
    surface.replaceChildren();
    return null;
  }
}
