/** The paths on the screen as sentences: each step with its evidence. */

import { make, type Texts } from "../common/dom";
import type { Path, Ways } from "./scene";
import type { Way } from "./state";
import { written } from "./time";

export interface PathsListener {
  select(key: string): void;
  turn(way: Way): void;
  remove(way: Way): void;
}

export function drawPaths(host: HTMLElement, ways: readonly Ways[], names: (key: string) => string, texts: Texts, heard: PathsListener): void {
  host.hidden = ways.length === 0;
  const button = (text: string, act: () => void, label?: string): HTMLElement => {
    const made = make("button", { type: "button", class: "map-small", text, "aria-label": label });
    made.addEventListener("click", act);
    return made;
  };
  host.replaceChildren(
    ...ways.map((found) => {
      const way: Way = { from: found.from, to: found.to, by: found.by };
      const other: Way = { ...way, by: way.by === "steps" ? "strength" : "steps" };
      const title = (which: Way): string => texts.fill(`path_by_${which.by}`, { from: names(which.from), to: names(which.to) });
      return make(
        "article",
        {},
        make("h2", { text: title(way) }),
        ...(found.error ? [make("p", { class: "muted", text: found.error })] : found.paths.map((path) => drawPath(path, texts, heard))),
        make("p", { class: "explore-path-acts" }, button(title(other), () => heard.turn(way)), button("×", () => heard.remove(way), texts.fill("take_away"))),
      );
    }),
  );
}

function drawPath(path: Path, texts: Texts, heard: PathsListener): HTMLElement {
  const strength = Math.round(path.strength * 10) / 10;
  const said = `${texts.count("steps", path.ties.length)}, ${texts.fill("path_strength", { strength })}`;
  const steps = path.people.map((person, i) => {
    const name = make("button", { type: "button", class: "map-link", text: person.name });
    name.addEventListener("click", () => heard.select(person.key));
    const tie = path.ties[i];
    if (!tie) return make("li", {}, name);
    const facts = { word: texts.fill(`word_${tie.word}`), strength: Math.round(tie.strength), count: tie.count, day: written(tie.last_at) };
    const latest = tie.latest.map(({ at, subject }) => make("li", { text: `${written(at)}: ${subject ?? texts.fill("no_subject")}` }));
    return make("li", {}, name, make("details", {}, make("summary", { text: texts.fill("evidence", facts) }), make("ul", {}, ...latest)));
  });
  return make("div", { class: "explore-path" }, make("p", { class: "muted", text: said }), make("ol", {}, ...steps));
}
