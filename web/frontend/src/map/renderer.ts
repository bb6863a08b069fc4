/** What the map asks of whatever draws it: WebGL by sigma, or a plain canvas. */

import type { Network } from "./network";

/** Where one looks: the middle in units of the map's longer side, and how much of it is seen (1: all). */
export interface Camera {
  x: number;
  y: number;
  ratio: number;
}

export interface Box {
  x: [number, number];
  y: [number, number];
}

export interface Point {
  x: number;
  y: number;
}

export interface Listener {
  hover(key: string | null): void;
  click(key: string | null): void;
  expand(key: string): void;
  /** Whether somebody can be moved by hand. */
  takes(key: string): boolean;
  /** Somebody is moved by hand, to a place on the map; `drop`: they are let go. */
  drag(key: string, to: Point): void;
  drop(): void;
  /** After each drawing: people, looks or camera may have changed. */
  moved(): void;
}

export interface Renderer {
  /** Draws another network; `box` is what the whole map shows. */
  show(network: Network, box: Box): void;
  /** Draws anew after people, ties or looks have changed. */
  refresh(): void;
  resize(): void;
  camera(): Camera;
  look(camera: Camera, animated: boolean): void;
  /** From the map's coordinates to pixels of the stage. */
  project(point: Point): Point;
  /** A radius in pixels at the present zoom. */
  scale(radius: number): number;
  destroy(): void;
}

export const STAGE_PADDING = 40;
/** Pixels that the pointer may stray in a click. */
export const JITTER = 5;
