/** A map as a picture to keep: what is on the stage, with its legend and as of when its data is. */

import { written } from "../common/dom";
import { CanvasSurface, drawIslands, drawPeople, drawTies, dustColour, type Surface, type Text } from "./drawing";
import { drawNeighbourhood } from "./focus";
import { dust } from "./ground";
import { keys, shown } from "./legend";
import type { Network } from "./network";
import type { Point } from "./renderer";
import { SvgSurface } from "./svg";
import { clusterColour, css, mix, type Rgb } from "./theme";
import type { MapView } from "./view";

const SHARPNESS = 2;
const LISTED = 12;
const LINE = 20;
const EDGE = 16;
/** In an SVG each grain is an element of its own. */
const MOST_GRAINS = 20_000;

interface Sheet {
  width: number;
  height: number;
  footer: Line[];
}

/** A line of the legend: texts, some with a dot of a colour before them. */
type Line = { text: Text; dot: Rgb | null }[];

/** The map at twice its size on the screen. */
export async function png(view: MapView): Promise<Blob> {
  const { width, height, footer } = sheet(view);
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width * SHARPNESS, height * SHARPNESS];
  const context = canvas.getContext("2d")!;
  context.scale(SHARPNESS, SHARPNESS);
  context.fillStyle = css(view.style.theme.background);
  context.fillRect(0, 0, width, height);
  draw(new CanvasSurface(context), view, footer);
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("No picture."))), "image/png"));
}

export function svg(view: MapView): Blob {
  const { width, height, footer } = sheet(view);
  const surface = new SvgSurface();
  draw(surface, view, footer);
  const { background, font } = view.style.theme;
  return new Blob([surface.document(width, height, background, font, name(view))], { type: "image/svg+xml" });
}

/** What to call a file of this map, without its ending. */
export function fileName(view: MapView): string {
  const day = view.network?.data.run?.as_of.slice(0, 10) ?? new Date().toISOString().slice(0, 10);
  return `${name(view).toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-")}-${day}`;
}

function name(view: MapView): string {
  return view.element.getAttribute("aria-label") ?? "map";
}

function draw(surface: Surface, view: MapView, footer: Line[]): void {
  const { style, picture } = view;
  const network = view.network!;
  const at = picture.renderer;
  const { width, height } = picture.size;
  const seen = (point: Point): boolean => point.x > 0 && point.y > 0 && point.x < width && point.y < height;
  drawIslands(surface, picture.ground.islands, style, at);
  strew(surface, view, network, seen);
  if (style.centre) {
    drawNeighbourhood(surface, network, style, at);
  } else {
    drawTies(surface, network, style, at, style.tiesShown(at.camera().ratio));
    drawPeople(surface, network, style, at);
  }
  const { font, background } = style.theme;
  for (const text of picture.labels.texts) surface.text(text, font, background);
  surface.line({ x: 0, y: height + footerHeight(footer) / 2 }, { x: width, y: height + footerHeight(footer) / 2 }, footerHeight(footer), background, 1);
  for (const { text, dot } of footer.flat()) {
    if (dot) surface.dot({ x: text.x - 10, y: text.y }, 4.5, dot, 0, dot);
    surface.text(text, font, null);
  }
}

function strew(surface: Surface, view: MapView, network: Network, seen: (point: Point) => boolean): void {
  const grains = dust(network);
  const every = Math.ceil(grains.length / MOST_GRAINS);
  grains.forEach((person, i) => {
    if (i % every !== 0) return;
    const point = view.picture.renderer.project(person);
    if (seen(point)) surface.dot(point, 0.7, dustColour(view.style, person.cluster), 0, view.style.theme.background);
  });
}

/** The size of the whole, and the lines under the map. */
function sheet(view: MapView): Sheet {
  const { width, height } = view.picture.size;
  const network = view.network!;
  const { theme } = view.style;
  const soft = mix(theme.text, theme.background, 0.75);
  const counts = shown(network, view.style.tiesShown(view.camera.ratio), view.texts);
  const day = network.data.run ? view.texts.fill("as_of", { day: network.data.run.as_of.slice(0, 10) }) : "";
  const rows: { text: string; weight: number; colour: Rgb; dot: Rgb | null }[][] = [
    [{ text: name(view), weight: 600, colour: theme.text, dot: null }, ...[day, counts].filter(Boolean).map((text) => ({ text, weight: 400, colour: soft, dot: null }))],
    keys(network, view.texts).map(([, text]) => ({ text, weight: 400, colour: soft, dot: null })),
    network.clusters.slice(0, LISTED).map(({ number, name: text, size }) => ({
      text: `${text} ${written(size)}`,
      weight: 400,
      colour: theme.text,
      dot: clusterColour(theme, number),
    })),
  ];
  const measure = document.createElement("canvas").getContext("2d")!;
  const footer: Line[] = [];
  for (const row of rows.filter(({ length }) => length > 0)) {
    let line: Line = [];
    let x = EDGE;
    for (const { text, weight, colour, dot } of row) {
      measure.font = `${weight} 12px ${theme.font}`;
      const wide = measure.measureText(text).width + (dot ? 18 : 0);
      if (x + wide > width - EDGE && line.length > 0) {
        footer.push(line);
        [line, x] = [[], EDGE];
      }
      line.push({ text: { text, x: x + (dot ? 18 : 0), y: 0, size: 12, weight, colour }, dot });
      x += wide + 20;
    }
    footer.push(line);
  }
  footer.forEach((line, i) => line.forEach(({ text }) => (text.y = height + EDGE + i * LINE)));
  return { width, height: height + footerHeight(footer), footer };
}

function footerHeight(footer: Line[]): number {
  return 2 * EDGE + (footer.length - 1) * LINE;
}
