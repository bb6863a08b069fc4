/** What the screen shows, as a value: every step gives a new one, and the address holds it. */

export interface Opened {
  key: string;
  kind: string;
  count: number;
}

export interface Way {
  from: string;
  to: string;
  by: "strength" | "steps";
}

export interface Pinned {
  key: string;
  x: number;
  y: number;
}

export interface State {
  roots: readonly string[];
  pinned: readonly Pinned[];
  opened: readonly Opened[];
  ways: readonly Way[];
  hidden: readonly string[];
  /** Properties with the values of which one must fit. */
  only: Readonly<Record<string, readonly string[]>>;
  /** No weaker tie and no worse health is shown. */
  least: number;
  health: number;
  group: string;
  /** Groups that are open. */
  unfolded: readonly string[];
  /** The day that ties are shown as of; "" for now. */
  at: string;
  person: string;
  /** What part of the map is looked at; "" for all. */
  camera: string;
}

export const STEP = 25;

export const EMPTY: State = {
  roots: [], pinned: [], opened: [], ways: [], hidden: [], only: {}, least: 0, health: 0, group: "", unfolded: [], at: "", person: "", camera: "",
};

/** The part of the address that the server needs to know who is on the screen. */
export function sceneQuery({ roots, pinned, opened, ways }: State): URLSearchParams {
  const asked = new URLSearchParams();
  const put = (name: string, rows: (string | number)[][]): void => {
    if (rows.length > 0) asked.set(name, rows.map((row) => row.map(packed).join("~")).join(","));
  };
  put("roots", roots.map((key) => [key]));
  put("pin", pinned.map(({ key, x, y }) => [key, Math.round(x), Math.round(y)]));
  put("open", opened.map(({ key, kind, count }) => [key, kind, count]));
  put("ways", ways.map(({ from, to, by }) => [from, to, by]));
  return asked;
}

/** Whether one state leads to another by moving and pinning people, filtering or grouping: nobody comes onto the screen. */
export function keeps(one: State, other: State): boolean {
  const [before, after] = [one, other].map((state) => sceneQuery({ ...state, pinned: [] }).toString());
  return before === after;
}

export function format(state: State): string {
  const asked = sceneQuery(state);
  const set = (name: string, value: string): void => {
    if (value) asked.set(name, value);
  };
  set("hide", state.hidden.map(packed).join(","));
  set("only", Object.entries(state.only).map(([name, values]) => [name, ...values].map(packed).join("~")).join(","));
  set("least", state.least ? String(state.least) : "");
  set("health", state.health ? String(state.health) : "");
  set("group", state.group);
  set("unfold", state.unfolded.map(packed).join(","));
  set("at", state.at);
  set("person", state.person);
  set("camera", state.camera);
  const text = asked.toString().replace(/%(2C|3A|7E)/g, decodeURIComponent);
  return text ? `?${text}` : "";
}

export function parse(search: string): State {
  const asked = new URLSearchParams(search);
  const rows = (name: string): string[][] => {
    const text = asked.get(name) ?? "";
    return text ? text.split(",").map((row) => row.split("~").map(unpacked)) : [];
  };
  return {
    roots: rows("roots").map(([key]) => key!),
    pinned: rows("pin").map(([key, x, y]) => ({ key: key!, x: Number(x) || 0, y: Number(y) || 0 })),
    opened: rows("open").map(([key, kind, count]) => ({ key: key!, kind: kind ?? "knows", count: Number(count) || STEP })),
    ways: rows("ways").map(([from, to, by]) => ({ from: from!, to: to ?? "", by: by === "steps" ? "steps" : "strength" })),
    hidden: rows("hide").map(([key]) => key!),
    only: Object.fromEntries(rows("only").map(([name, ...values]) => [name!, values])),
    least: Number(asked.get("least")) || 0,
    health: Number(asked.get("health")) || 0,
    group: asked.get("group") ?? "",
    unfolded: rows("unfold").map(([key]) => key!),
    at: asked.get("at") ?? "",
    person: asked.get("person") ?? "",
    camera: asked.get("camera") ?? "",
  };
}

/** Shows somebody, for themselves. */
export function added(state: State, key: string): State {
  const roots = state.roots.includes(key) ? state.roots : [...state.roots, key];
  return { ...state, roots, hidden: state.hidden.filter((other) => other !== key), person: key };
}

/** Shows the next strongest neighbours of a kind. */
export function opened(state: State, key: string, kind: string): State {
  const known = state.opened.find((one) => one.key === key && one.kind === kind);
  const rest = state.opened.filter((one) => one !== known);
  if (!known) return { ...state, opened: [...rest, { key, kind, count: STEP }] };
  const more = { ...known, count: known.count + STEP };
  return { ...state, opened: state.opened.map((one) => (one === known ? more : one)) };
}

/** Takes away what was opened from somebody: of one kind, or all. */
export function collapsed(state: State, key: string, kind?: string): State {
  return { ...state, opened: state.opened.filter((one) => one.key !== key || (kind !== undefined && one.kind !== kind)) };
}

/** Takes somebody off the screen as a root, with what was opened from them and the paths to them. */
export function removed(state: State, key: string): State {
  const { roots, pinned, ways } = collapsed(state, key);
  return {
    ...collapsed(state, key),
    roots: roots.filter((other) => other !== key),
    pinned: pinned.filter((other) => other.key !== key),
    ways: ways.filter(({ from, to }) => from !== key && to !== key),
    person: state.person === key ? "" : state.person,
  };
}

/** A list with something added, or without it where it was there. */
export function toggled<T>(list: readonly T[], item: T): T[] {
  return list.includes(item) ? list.filter((other) => other !== item) : [...list, item];
}

/** Every step that was taken, to be undone and done again. */
export class Steps {
  private readonly states: State[];
  private at = 0;

  constructor(first: State) {
    this.states = [first];
  }

  get now(): State {
    return this.states[this.at]!;
  }

  get canUndo(): boolean {
    return this.at > 0;
  }

  get canRedo(): boolean {
    return this.at < this.states.length - 1;
  }

  /** `gentle`: no step of its own, such as who is looked at. */
  go(state: State, gentle = false): void {
    if (gentle) {
      this.states[this.at] = state;
      return;
    }
    this.states.splice(this.at + 1, this.states.length, state);
    this.at += 1;
  }

  undo(): boolean {
    if (this.canUndo) this.at -= 1;
    return true;
  }

  redo(): boolean {
    if (this.canRedo) this.at += 1;
    return true;
  }
}

/** A text that may stand between commas and tildes. */
function packed(text: string | number): string {
  return encodeURIComponent(text).replaceAll("~", "%7E").replaceAll("%3A", ":");
}

function unpacked(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
