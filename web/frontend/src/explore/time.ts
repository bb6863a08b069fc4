/** A slider over time that plays: the strength of each tie as it was. */

import { part, prefersStillness, type Texts } from "../common/dom";
import { getJson } from "../common/http";
import { ends } from "./scene";
import { sceneQuery, type State } from "./state";

interface Then {
  moments: string[];
  pairs: [string, string][];
  strengths: number[][];
  cut: boolean;
}

const PAUSE = 450;
/** In place of a day: the newest. */
export const START = "start";

export class Time {
  private query = "";
  private data: Then | null = null;
  private rows = new Map<string, number[]>();
  private timer = 0;
  private readonly slider: HTMLInputElement;
  private readonly play: HTMLButtonElement;

  constructor(
    private readonly root: HTMLElement,
    private readonly url: string,
    private readonly texts: Texts,
    /** The day that was chosen, "" for now; `gentle` while it plays or slides. */
    private readonly chosen: (day: string, gentle: boolean) => void,
  ) {
    this.slider = part<HTMLInputElement>(root, "moment");
    this.play = part<HTMLButtonElement>(root, "play");
    this.slider.addEventListener("input", () => chosen(this.day, true));
    this.slider.addEventListener("change", () => chosen(this.day, false));
    this.play.addEventListener("click", () => (this.timer ? this.stop() : this.start()));
    part(root, "now").addEventListener("click", () => {
      this.stop();
      chosen("", false);
    });
    part(root, "time-open").addEventListener("click", () => chosen(START, false));
  }

  /** Brings what the slider needs for this state, and shows its day. False: the day is now, the ties are as they are. */
  async use(state: State): Promise<boolean> {
    part(this.root, "time").hidden = state.at === "";
    part(this.root, "time-open").hidden = state.at !== "" || state.roots.length + state.ways.length === 0;
    if (state.at === "") {
      this.stop();
      return false;
    }
    const query = sceneQuery(state).toString();
    if (query !== this.query) {
      this.data = await getJson<Then>(`${this.url}?${query}`);
      this.query = query;
      this.rows = new Map(this.data.pairs.map(([one, other], i) => [ends(one, other), this.data!.strengths[i]!]));
    }
    const { moments } = this.data!;
    this.slider.max = String(Math.max(0, moments.length - 1));
    const at = moments.filter((moment) => moment <= state.at).length - 1;
    this.slider.value = String(state.at === START ? moments.length - 1 : Math.max(0, at));
    this.slider.disabled = this.play.disabled = moments.length === 0;
    const said = moments.length === 0 ? this.texts.fill("no_times") : this.texts.fill("as_of", { day: written(this.day) });
    part(this.root, "moment-said").textContent = said;
    this.slider.setAttribute("aria-valuetext", said);
    this.play.textContent = this.texts.fill(this.timer ? "stop" : "play");
    return true;
  }

  forget(): void {
    this.query = "";
  }

  /** How strong a tie was, by its two keys. */
  strength(pair: string): number {
    return this.rows.get(pair)?.[Number(this.slider.value)] ?? 0;
  }

  get day(): string {
    return this.data?.moments[Number(this.slider.value)] ?? "";
  }

  private start(): void {
    if (this.slider.value === this.slider.max) this.slider.value = "0";
    const step = (): void => {
      this.chosen(this.day, true);
      if (this.slider.value === this.slider.max) return this.stop();
      this.timer = window.setTimeout(() => {
        this.slider.stepUp();
        step();
      }, prefersStillness() ? 3 * PAUSE : PAUSE);
    };
    this.timer = 1;
    step();
  }

  private stop(): void {
    clearTimeout(this.timer);
    this.timer = 0;
    this.play.textContent = this.texts.fill("play");
  }
}

export function written(day: string): string {
  return new Date(day).toLocaleDateString(document.documentElement.lang || "en", { year: "numeric", month: "short", day: "numeric", timeZone: "UTC" });
}
