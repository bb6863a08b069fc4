/** Small helpers around the page: its named parts, its texts, new elements. */

/** The element `data-part="name"` under `root`. */
export function part<T extends HTMLElement = HTMLElement>(root: ParentNode, name: string): T {
  const found = root.querySelector<T>(`[data-part="${name}"]`);
  if (!found) throw new Error(`The page has no part ${name}.`);
  return found;
}

/** Texts that the server translated, as `{name}` templates. */
export class Texts {
  private readonly texts: Record<string, string>;

  constructor(island: HTMLElement) {
    this.texts = JSON.parse(island.textContent || "{}") as Record<string, string>;
  }

  fill(name: string, values: Record<string, string | number> = {}): string {
    const template = this.texts[name] ?? name;
    return template.replace(/\{(\w+)\}/g, (_, key: string) => written(values[key] ?? ""));
  }

  /** `name_one` for one thing, `name_many` for others; the count is `{count}`. */
  count(name: string, count: number, values: Record<string, string | number> = {}): string {
    return this.fill(count === 1 ? `${name}_one` : `${name}_many`, { ...values, count });
  }
}

export function written(value: string | number): string {
  return typeof value === "number" ? value.toLocaleString(document.documentElement.lang || "en") : value;
}

interface Attributes {
  class?: string;
  text?: string | number;
  [attribute: string]: string | number | boolean | undefined;
}

/** A new element with attributes and children; texts are never read as HTML. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (name === "text") element.textContent = written(value as string | number);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children);
  return element;
}

export function prefersStillness(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** Runs `action` when it has not been called for `wait` milliseconds. */
export function settled(action: () => void, wait: number): () => void {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = window.setTimeout(action, wait);
  };
}
