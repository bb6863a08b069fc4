/** The part of a screen's state that its address holds, so that a copied link shows the same. */

export type State = Record<string, string>;

export function readState(search: string, names: readonly string[]): State {
  const asked = new URLSearchParams(search);
  return Object.fromEntries(names.map((name) => [name, asked.get(name) ?? ""]));
}

/** `?a=1&b=2` of what is set; commas and colons stay readable. */
export function query(state: State): string {
  const set = Object.entries(state).filter(([, value]) => value !== "");
  const text = set.map(([name, value]) => `${name}=${encodeURIComponent(value).replace(/%(2C|3A)/g, decodeURIComponent)}`);
  return text.length > 0 ? `?${text.join("&")}` : "";
}
