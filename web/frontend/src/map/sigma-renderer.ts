/** The map in WebGL, drawn by sigma. Labels are not sigma's: see labels.ts. */

import { createNodeBorderProgram } from "@sigma/node-border";
import { NodeSquareProgram } from "@sigma/node-square";
import { UndirectedGraph } from "graphology";
import Sigma from "sigma";
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

export class SigmaRenderer implements Renderer {
  private readonly graph = new UndirectedGraph();
  private readonly sigma: Sigma;
  private network: Network | null = null;

  constructor(
    stage: HTMLElement,
    private readonly style: Style,
    private readonly listener: Listener,
  ) {
    this.sigma = new Sigma(this.graph, stage, {
      allowInvalidContainer: true,
      renderLabels: false,
      defaultDrawNodeHover: () => undefined,
      defaultNodeType: "rim",
      nodeProgramClasses: { rim: NodeRim, square: NodeSquareProgram },
      nodeHoverProgramClasses: { rim: NodeRim, square: NodeSquareProgram },
      minEdgeThickness: 0.4,
      stagePadding: STAGE_PADDING,
      minCameraRatio: 0.02,
      maxCameraRatio: 2.5,
      zIndex: true,
      zoomingRatio: 1.5,
      nodeReducer: (key) => this.node(key),
      edgeReducer: (id) => this.edge(id),
    });
    this.listen();
  }

  show(network: Network, box: Box): void {
    this.network = network;
    this.sigma.setCustomBBox(box);
    this.sync();
    this.sigma.refresh();
  }

  refresh(): void {
    const changed = this.sync();
    this.sigma.refresh({ skipIndexation: !changed });
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

  /** Brings sigma's graph in step with the network; true where people or ties came or went. */
  private sync(): boolean {
    const { graph, network } = this;
    if (!network) return false;
    let changed = false;
    const gone = [
      ...graph.filterEdges((id) => !network.ties.has(id)).map((id) => () => graph.dropEdge(id)),
      ...graph.filterNodes((key) => !network.people.has(key)).map((key) => () => graph.dropNode(key)),
    ];
    for (const drop of gone) drop();
    for (const person of network.people.values()) {
      if (graph.hasNode(person.key)) {
        const moved = graph.getNodeAttribute(person.key, "x") !== person.x;
        if (moved) graph.mergeNodeAttributes(person.key, { x: person.x, y: person.y });
        continue;
      }
      graph.addNode(person.key, { x: person.x, y: person.y });
      changed = true;
    }
    const weakestFirst = [...network.ties.values()].reverse();
    for (const tie of weakestFirst) {
      if (graph.hasEdge(tie.id)) continue;
      graph.addEdgeWithKey(tie.id, tie.source, tie.target);
      changed = true;
    }
    return changed || gone.length > 0;
  }

  private node(key: string): Partial<NodeDisplayData> & { borderColor?: string; rim?: number } {
    const person = this.network?.get(key);
    if (!person) return { hidden: true };
    const look = this.style.node(person);
    return {
      x: person.x,
      y: person.y,
      size: look.radius,
      color: css(look.fill),
      borderColor: css(look.border),
      rim: look.rim,
      type: look.square ? "square" : "rim",
      hidden: look.hidden,
      zIndex: look.z,
    };
  }

  private edge(id: string): { size?: number; color?: string; hidden?: boolean; zIndex?: number } {
    const tie = this.network?.ties.get(id);
    if (!tie) return { hidden: true };
    const look = this.style.edge(tie);
    return { size: look.width, color: premultiplied(look.colour, look.alpha), hidden: look.hidden, zIndex: look.alpha };
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
