/** How charts look and write: the page's colours and font, numbers and days in the reader's language. */

import { css, mix, token, type Rgb } from "../common/theme";

const SERIES = ["--accent", "--cluster-6", "--cluster-0", "--cluster-8", "--cluster-10", "--cluster-4", "--cluster-5"];

export class Look {
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly surface: string;
  readonly raised: string;
  readonly font: string;
  readonly series: string[];
  private readonly style: CSSStyleDeclaration;
  private readonly language = document.documentElement.lang || "en";

  constructor(
    element: Element,
    /** `""` for counts, `%` for shares of 1, else a currency (ISO 4217). */
    readonly unit: string,
    readonly width: number,
  ) {
    this.style = getComputedStyle(element);
    this.font = this.style.fontFamily;
    this.text = this.colour("text");
    this.muted = this.colour("muted");
    this.line = this.colour("line");
    this.surface = this.colour("surface");
    this.raised = this.colour("raised");
    this.series = SERIES.map((name) => css(token(this.style, name)));
  }

  get narrow(): boolean {
    return this.width < 480;
  }

  /** A colour of the page by its token's name: `good`, `cluster-3`. */
  colour(name: string): string {
    return css(token(this.style, `--${name}`));
  }

  /** Shades of the accent from faint to full, and which ink can be read on each. */
  shades(count: number): { fill: string; ink: string }[] {
    const [accent, ground] = [token(this.style, "--accent"), token(this.style, "--surface")];
    const inks = ["--text", "--accent-text"].map((name) => token(this.style, name));
    return Array.from({ length: count }, (_, i) => {
      const fill = mix(accent, ground, 0.12 + (0.88 * i) / Math.max(1, count - 1));
      const ink = inks.reduce((best, other) => (distance(other, fill) > distance(best, fill) ? other : best));
      return { fill: css(fill), ink: css(ink) };
    });
  }

  write(value: number, unit = this.unit): string {
    return new Intl.NumberFormat(this.language, style(unit, value)).format(value);
  }

  /** For axes: 1.2M, 120万. */
  short(value: number, unit = this.unit): string {
    const options = style(unit, value);
    if (unit !== "%") Object.assign(options, { notation: "compact", minimumFractionDigits: 0, maximumFractionDigits: 1 });
    return new Intl.NumberFormat(this.language, options).format(Math.abs(value) < 1000 ? value : Math.round(value));
  }

  day(value: string | number, short = false): string {
    const options: Intl.DateTimeFormatOptions = { year: "numeric", month: "short", timeZone: "UTC" };
    if (!short) options.day = "numeric";
    return new Intl.DateTimeFormat(this.language, options).format(new Date(value));
  }
}

function style(unit: string, value: number): Intl.NumberFormatOptions {
  if (unit === "") return { maximumFractionDigits: Number.isInteger(value) ? 0 : 1 };
  if (unit === "%") return { style: "percent", maximumFractionDigits: 1 };
  return { style: "currency", currency: unit, maximumFractionDigits: Math.abs(value) >= 1000 ? 0 : 2, minimumFractionDigits: 0 };
}

/** How far two colours are apart in brightness. */
function distance(one: Rgb, other: Rgb): number {
  const brightness = ([r, g, b]: Rgb): number => 0.299 * r + 0.587 * g + 0.114 * b;
  return Math.abs(brightness(one) - brightness(other));
}
