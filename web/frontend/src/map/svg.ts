/** A map as the text of an SVG; every name is escaped. */

import type { Surface, Text } from "./drawing";
import type { Point } from "./renderer";
import type { Rgb } from "./theme";

export class SvgSurface implements Surface {
  private readonly parts: string[] = [];
  private readonly glows = new Map<string, string>();

  line(from: Point, to: Point, width: number, colour: Rgb, alpha: number): void {
    const ends = `x1="${n(from.x)}" y1="${n(from.y)}" x2="${n(to.x)}" y2="${n(to.y)}"`;
    this.parts.push(`<line ${ends} stroke="${hex(colour)}" stroke-opacity="${n(alpha)}" stroke-width="${n(width)}"/>`);
  }

  dot({ x, y }: Point, radius: number, fill: Rgb, rim: number, border: Rgb): void {
    this.parts.push(`<circle cx="${n(x)}" cy="${n(y)}" r="${n(Math.max(0.5, radius - rim / 2))}" ${painted(fill, rim, border)}/>`);
  }

  square({ x, y }: Point, radius: number, fill: Rgb, rim: number, border: Rgb): void {
    const at = `x="${n(x - radius)}" y="${n(y - radius)}" width="${n(2 * radius)}" height="${n(2 * radius)}"`;
    this.parts.push(`<rect ${at} ${painted(fill, rim, border)}/>`);
  }

  glow({ x, y }: Point, radius: number, colour: Rgb, alpha: number): void {
    const stops = [
      [0, alpha],
      [0.7, 0.55 * alpha],
      [1, 0],
    ].map(([at, opacity]) => `<stop offset="${at}" stop-color="${hex(colour)}" stop-opacity="${n(opacity!)}"/>`);
    const drawn = stops.join("");
    let id = this.glows.get(drawn);
    if (!id) this.glows.set(drawn, (id = `glow${this.glows.size}`));
    this.parts.push(`<circle cx="${n(x)}" cy="${n(y)}" r="${n(radius)}" fill="url(#${id})"/>`);
  }

  text({ text, x, y, size, weight, colour }: Text, _font: string, halo: Rgb | null): void {
    const behind = halo ? ` stroke="${hex(halo)}" stroke-width="4" stroke-opacity="0.85"` : "";
    const drawn = `font-size="${size}" font-weight="${weight}" fill="${hex(colour)}"${behind}`;
    this.parts.push(`<text x="${n(x)}" y="${n(y)}" ${drawn}>${escaped(text)}</text>`);
  }

  /** The whole picture on its ground. */
  document(width: number, height: number, ground: Rgb, font: string, title: string): string {
    const glows = [...this.glows].map(([stops, id]) => `<radialGradient id="${id}">${stops}</radialGradient>`);
    return [
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
      `<title>${escaped(title)}</title>`,
      `<defs>${glows.join("")}</defs>`,
      `<rect width="100%" height="100%" fill="${hex(ground)}"/>`,
      `<g font-family="${escaped(font)}" dominant-baseline="central" paint-order="stroke" stroke-linejoin="round">`,
      ...this.parts,
      "</g>",
      "</svg>",
      "",
    ].join("\n");
  }
}

function painted(fill: Rgb, rim: number, border: Rgb): string {
  return `fill="${hex(fill)}"${rim > 0.4 ? ` stroke="${hex(border)}" stroke-width="${n(rim)}"` : ""}`;
}

function n(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function hex(colour: Rgb): string {
  return `#${colour.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

/** Text that is safe in XML: its special characters as entities, and without those that XML does not allow. */
export function escaped(text: string): string {
  const allowed = text.replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, "");
  return allowed.replace(/[&<>"']/g, (mark) => `&#${mark.codePointAt(0)};`);
}
