/** The map in WebGL, drawn by sigma. Labels are not sigma's: see labels.ts. */

import { createNodeBorderProgram } from "@sigma/node-border";
import { NodeSquareProgram } from "@sigma/node-square";
import { UndirectedGraph } from "graphology";
import Sigma from "sigma";
import { EdgeRectangleProgram, type EdgeProgramType } from "sigma/rendering";
import type { NodeDisplayData } from "sigma/types";
import type { Network } from "./network";
import { STAGE_PADDING, type Box, type Camera, type Listener, type Point, type Renderer } from "./renderer";
import type { Style } from "./style";
import { css, type Rgb } from "./theme";

const NodeRim = createNodeBorderProgram({
  borders: [
    { size: { attribute: "rim", defaultValue: 0.1 }, color: { attribute: "borderColor" } },
    { size: { fill: true }, color: { attribute: "color" } },
  ],
});

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
  private built = 0;

  constructor(
    stage: HTMLElement,
    private readonly style: Style,
    private readonly listener: Listener,
  ) {
    this.sigma = new Sigma(new UndirectedGraph(), stage, {
      allowInvalidContainer: true,
      renderLabels: false,
      defaultDrawNodeHover: () => undefined,
      defaultNodeType: "rim",
      nodeProgramClasses: { rim: NodeRim, square: NodeSquareProgram },
      nodeHoverProgramClasses: { rim: NodeRim, square: NodeSquareProgram },
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
    this.network = network;
    this.sigma.setCustomBBox(box);
    this.build(network);
  }

  refresh(): void {
    if (!this.network) return;
    if (this.built === this.network.version) this.sigma.refresh({ skipIndexation: true });
    else this.build(this.network);
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
    this.sigma.kill();
  }

  /** Gives sigma the network as it is now: a new graph at once, for each single change costs a whole drawing. */
  private build(network: Network): void {
    const graph = new UndirectedGraph();
    for (const { key, x, y } of network.people.values()) graph.addNode(key, { x, y });
    for (const { id, source, target } of network.ties.values()) graph.addEdgeWithKey(id, source, target);
    this.built = network.version;
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
      type: look.square ? "square" : "rim",
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
    sigma.on("enterNode", ({ node }) => listener.hover(node));
    sigma.on("leaveNode", () => listener.hover(null));
    sigma.on("clickNode", ({ node }) => listener.click(node));
    sigma.on("clickStage", () => listener.click(null));
    sigma.on("doubleClickNode", ({ node, preventSigmaDefault }) => {
      preventSigmaDefault();
      listener.expand(node);
    });
    sigma.on("afterRender", () => listener.moved());
  }
}

/** Sigma's shaders blend colours that are multiplied by their alpha already. */
function premultiplied(colour: Rgb, alpha: number): string {
  const [r, g, b] = colour.map((part) => Math.round(part * alpha)) as unknown as Rgb;
  return css([r, g, b], alpha);
}
