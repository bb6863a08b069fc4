/** The map in WebGL, drawn by sigma. Labels are not sigma's: see labels.ts. */

import { createNodeBorderProgram } from "@sigma/node-border";
import { NodeSquareProgram } from "@sigma/node-square";
import { UndirectedGraph } from "graphology";
import Sigma from "sigma";
import { EdgeRectangleProgram, type EdgeProgramType, type NodeProgramType } from "sigma/rendering";
import type { NodeDisplayData } from "sigma/types";
import { settled } from "../common/dom";
import { unproject } from "./layer";
import type { Network } from "./network";
import { JITTER, STAGE_PADDING, type Box, type Camera, type Listener, type Point, type Renderer } from "./renderer";
import type { Style } from "./style";
import { css, type Rgb } from "./theme";

const Disc = createNodeBorderProgram({
  borders: [
    { size: { attribute: "rim", defaultValue: 0.1 }, color: { attribute: "borderColor" } },
    { size: { fill: true }, color: { attribute: "color" } },
  ],
});

/** Draws people once: sigma draws everybody a second time, unseen, to find out who is under the pointer. */
function seen(Program: NodeProgramType): NodeProgramType {
  return class extends Program {
    constructor(gl: WebGLRenderingContext, _picking: WebGLFramebuffer | null, renderer: Sigma) {
      super(gl, null, renderer);
    }
  };
}

const SHAPES = { disc: seen(Disc), square: seen(NodeSquareProgram) };

/** What is looked at is drawn by focus.ts. */
class Unseen {
  readonly drawLabel = undefined;
  readonly drawHover = undefined;
  kill(): void {}
  reallocate(): void {}
  process(): void {}
  render(): void {}
}

/** Draws only the first so many of all ties, which come strongest first. */
function thinned(most: () => number): EdgeProgramType {
  return class extends EdgeRectangleProgram {
    override drawWebGL(method: number, program: Parameters<EdgeRectangleProgram["drawWebGL"]>[1]): void {
      const all = this.capacity;
      this.capacity = Math.min(all, most());
      super.drawWebGL(method, program);
      this.capacity = all;
    }
  };
}

export class SigmaRenderer implements Renderer {
  private readonly sigma: Sigma;
  private network: Network | null = null;
  private box: Box | null = null;
  private built = 0;
  /** How many ties sigma was given: those that are drawn at this zoom; when one comes nearer, more. */
  private tied = 0;
  private readonly tieMore = settled(() => {
    if (this.style.tiesShown(this.camera().ratio) <= this.tied) return;
    this.built = 0;
    this.refresh();
  }, 200);
  private pending = 0;
  /** Whether the last press of the mouse has moved somebody, and so was no click. */
  private moved = false;

  constructor(
    stage: HTMLElement,
    private readonly style: Style,
    private readonly listener: Listener,
  ) {
    this.sigma = new Sigma(new UndirectedGraph(), stage, {
      allowInvalidContainer: true,
      renderLabels: false,
      defaultDrawNodeHover: () => undefined,
      defaultNodeType: "disc",
      nodeProgramClasses: SHAPES,
      nodeHoverProgramClasses: { disc: Unseen, square: Unseen },
      defaultEdgeType: "tie",
      edgeProgramClasses: { tie: thinned(() => this.style.tiesShown(this.camera().ratio)) },
      minEdgeThickness: 0.4,
      stagePadding: STAGE_PADDING,
      minCameraRatio: 0.02,
      maxCameraRatio: 2.5,
      zIndex: true,
      zoomingRatio: 1.5,
      nodeReducer: (key, data) => ({ ...data, ...this.node(key) }),
      edgeReducer: (id) => this.edge(id),
    });
    this.listen();
  }

  show(network: Network, box: Box): void {
    [this.network, this.box, this.built] = [network, box, 0];
    this.refresh();
  }

  /** All that changes before the next frame is drawn at once. */
  refresh(): void {
    this.pending ||= requestAnimationFrame(() => {
      this.pending = 0;
      if (!this.network) return;
      if (this.built === this.network.version) this.sigma.refresh({ skipIndexation: true });
      else this.build(this.network);
    });
  }

  resize(): void {
    this.sigma.resize();
    this.sigma.scheduleRender();
  }

  camera(): Camera {
    const { x, y, ratio } = this.sigma.getCamera().getState();
    return { x, y, ratio };
  }

  look(camera: Camera, animated: boolean): void {
    if (animated) void this.sigma.getCamera().animate(camera, { duration: 450, easing: "cubicInOut" });
    else this.sigma.getCamera().setState(camera);
  }

  project(point: Point): Point {
    return this.sigma.graphToViewport(point);
  }

  scale(radius: number): number {
    return this.sigma.scaleSize(radius);
  }

  destroy(): void {
    cancelAnimationFrame(this.pending);
    this.sigma.kill();
  }

  /** Gives sigma the network as it is now: a new graph at once, for each single change costs a whole drawing. */
  private build(network: Network): void {
    const graph = new UndirectedGraph();
    for (const { key, x, y } of network.people.values()) graph.addNode(key, { x, y });
    this.tied = this.style.tiesShown(this.camera().ratio);
    let left = this.tied;
    for (const { id, source, target } of network.ties.values()) {
      if (left-- === 0) break;
      graph.addEdgeWithKey(id, source, target);
    }
    this.built = network.version;
    this.sigma.setCustomBBox(this.box);
    this.sigma.setGraph(graph);
  }

  private node(key: string): Partial<NodeDisplayData> & { borderColor?: string; rim?: number } {
    const person = this.network?.get(key);
    if (!person) return { hidden: true };
    const look = this.style.node(person);
    return {
      size: look.radius,
      color: css(look.fill),
      borderColor: css(look.border),
      rim: look.rim,
      type: look.square ? "square" : "disc",
      zIndex: look.z,
    };
  }

  private edge(id: string): { size?: number; color?: string; hidden?: boolean } {
    const tie = this.network?.ties.get(id);
    if (!tie) return { hidden: true };
    const look = this.style.edge(tie);
    return { size: look.width, color: premultiplied(look.colour, look.alpha) };
  }

  private listen(): void {
    const { sigma, listener } = this;
    // Sigma would ask the graphics card, and wait until that has drawn the whole frame.
    sigma["getNodeAtPosition"] = (point: Point): string | null => {
      const key = this.network?.places.under(point, this, this.style) ?? null;
      return sigma.getGraph().hasNode(key) ? key : null;
    };
    this.listenToHand();
    sigma.on("enterNode", ({ node }) => listener.hover(node));
    sigma.on("leaveNode", () => listener.hover(null));
    sigma.on("clickNode", ({ node }) => this.moved || listener.click(node));
    sigma.on("clickStage", () => listener.click(null));
    sigma.on("doubleClickNode", ({ node, preventSigmaDefault }) => {
      preventSigmaDefault();
      listener.expand(node);
    });
    sigma.on("afterRender", () => {
      listener.moved();
      this.tieMore();
    });
  }

  /** The mouse, not a finger, takes people: fingers move the map. */
  private listenToHand(): void {
    const { sigma, listener } = this;
    let taken: { node: string; x: number; y: number } | null = null;
    sigma.on("downNode", ({ node, event }) => {
      this.moved = false;
      if (event.original instanceof MouseEvent && event.original.button === 0 && listener.takes(node)) taken = { node, ...pointOf(event) };
    });
    sigma.on("moveBody", ({ event }) => {
      if (!taken) return;
      event.preventSigmaDefault();
      event.original.preventDefault();
      this.moved ||= Math.hypot(event.x - taken.x, event.y - taken.y) > JITTER;
      if (this.moved) listener.drag(taken.node, unproject(this, pointOf(event)));
    });
    sigma.getMouseCaptor().on("mouseup", () => {
      if (taken && this.moved) listener.drop();
      taken = null;
    });
  }
}

function pointOf({ x, y }: Point): Point {
  return { x, y };
}

/** Sigma's shaders blend colours that are multiplied by their alpha already. */
function premultiplied(colour: Rgb, alpha: number): string {
  const [r, g, b] = colour.map((part) => Math.round(part * alpha)) as unknown as Rgb;
  return css([r, g, b], alpha);
}
