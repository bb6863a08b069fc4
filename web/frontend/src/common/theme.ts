/** Colours that the page's CSS gives, as numbers and mixed, and word when they change. */

export type Rgb = readonly [number, number, number];

/** The colour that a custom property holds, `--accent`. */
export function token(style: CSSStyleDeclaration, name: string): Rgb {
  return parse(style.getPropertyValue(name));
}

/** Calls `changed` when the page or the system turns to another theme. */
export function watchTheme(changed: () => void, signal: AbortSignal): void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme", "class"] });
  signal.addEventListener("abort", () => observer.disconnect());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed, { signal });
}

/** `share` of `colour` over `ground`. */
export function mix(colour: Rgb, ground: Rgb, share: number): Rgb {
  const at = (i: 0 | 1 | 2): number => Math.round(colour[i] * share + ground[i] * (1 - share));
  return [at(0), at(1), at(2)];
}

/** As CSS; the alpha is rounded, so that there are few different ones for those who remember what they read. */
export function css([r, g, b]: Rgb, alpha = 1): string {
  return alpha === 1 ? `rgb(${r},${g},${b})` : `rgba(${r},${g},${b},${alpha.toFixed(3)})`;
}

const probe = document.createElement("canvas").getContext("2d", { willReadFrequently: true });

/** Any CSS colour as red, green and blue. */
function parse(value: string): Rgb {
  if (!probe) return [128, 128, 128];
  probe.fillStyle = "#808080";
  probe.fillStyle = value.trim();
  probe.fillRect(0, 0, 1, 1);
  const [r, g, b] = probe.getImageData(0, 0, 1, 1).data;
  return [r ?? 128, g ?? 128, b ?? 128];
}
