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
    this.renderer = webgl ? new SigmaRenderer(surface, style, listener) : new CanvasRenderer(surface, style, listener);
    this.focus = new FocusLayer(stage, style, renderer);
    this.labels = new Labels(stage, style, renderer, covered);
  }

  get size(): { width: number; height: number } {
    return { width: this.stage.clientWidth, height: this.stage.clientHeight };
  }

  /** Draws another network; `box` is what the whole map shows. */
  show(network: Network, box: Box): void {
    this.use(network);
    this.renderer.show(network, box);
    this.refresh();
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

  /** Draws anew after looks have changed. */
  refresh(): void {
    this.renderer.refresh();
    this.ground.draw();
    this.point();
  }

  /** Draws what is looked at, and the names, anew. */
  point(): void {
    this.focus.draw();
    this.labels.draw();
  }

  look(camera: Camera, animated: boolean): void {
    this.renderer.look(camera, animated && !prefersStillness());
  }

  resize(): void {
    const { width, height } = this.size;
    this.style.magnify = Math.min(1.15, Math.max(0.6, Math.sqrt(width * height) / 850));
    this.renderer.resize();
    this.refresh();
  }

  private follow(): void {
    if (!this.network) return;
    this.ground.follow();
    this.point();
    this.heard.moved();
    this.rest();
  }

  private settle(): void {
    this.ground.draw();
    this.heard.rested();
  }
}
