/** The colours and the font that the page's CSS gives the map, read again whenever they change. */

import { token, type Rgb } from "../common/theme";

export { css, mix, watchTheme, type Rgb } from "../common/theme";

export interface Theme {
  background: Rgb;
  text: Rgb;
  muted: Rgb;
  accent: Rgb;
  other: Rgb;
  clusters: Rgb[];
  font: string;
  dark: boolean;
}

const CLUSTERS = 12;

export function readTheme(element: Element): Theme {
  const style = getComputedStyle(element);
  const colour = (name: string): Rgb => token(style, name);
  const background = colour("--map-background");
  return {
    background,
    text: colour("--map-text"),
    muted: colour("--map-muted"),
    accent: colour("--map-accent"),
    other: colour("--cluster-other"),
    clusters: Array.from({ length: CLUSTERS }, (_, i) => colour(`--cluster-${i}`)),
    font: style.fontFamily,
    dark: background[0] + background[1] + background[2] < 384,
  };
}

export function clusterColour(theme: Theme, number: number | null): Rgb {
  return (number === null ? undefined : theme.clusters[number]) ?? theme.other;
}
