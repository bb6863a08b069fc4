/** The form for a query's parameters: from its header, or from the `$names` of the text. */

import { make, type Texts } from "../common/dom";
import type { Parameter, Value } from "./types";

export class ParameterForm {
  private shown: Parameter[] = [];
  private readonly typed = new Map<string, string>();

  constructor(
    private readonly host: HTMLElement,
    private readonly texts: Texts,
    private readonly changed: () => void,
  ) {}

  /** Shows fields for these parameters; what was typed before under the same name stays. */
  show(parameters: Parameter[]): void {
    if (JSON.stringify(parameters) === JSON.stringify(this.shown)) return;
    this.shown = parameters;
    this.host.hidden = parameters.length === 0;
    this.host.replaceChildren(...parameters.map((parameter) => this.field(parameter)));
  }

  /** Fills fields, as texts; other fields go back to their examples. */
  fill(given: Record<string, string>): void {
    this.typed.clear();
    for (const [name, text] of Object.entries(given)) this.typed.set(name, text);
    const parameters = this.shown;
    this.shown = [];
    this.show(parameters);
  }

  /** The texts of all fields. */
  written(): Record<string, string> {
    return Object.fromEntries(this.shown.map((parameter) => [parameter.name, this.text(parameter)]));
  }

  /** The values of all fields. Throws an Error that names the field whose text does not suit. */
  values(): Record<string, Value> {
    return Object.fromEntries(this.shown.map((parameter) => [parameter.name, this.value(parameter)]));
  }

  private field(parameter: Parameter): HTMLElement {
    const input = this.input(parameter);
    input.id = `parameter-${parameter.name}`;
    input.value = this.text(parameter);
    input.addEventListener("input", () => {
      this.typed.set(parameter.name, input.value);
      this.changed();
    });
    const kind = make("small", { text: this.texts.fill(`type_${parameter.type.replaceAll(" ", "_")}`) });
    const label = make("label", { for: input.id }, make("span", { text: parameter.name }), kind);
    const meaning = make("small", { id: `${input.id}-meaning`, class: "muted", text: parameter.meaning });
    if (parameter.meaning) input.setAttribute("aria-describedby", meaning.id);
    return make("div", { class: "console-parameter" }, label, input, meaning);
  }

  private input(parameter: Parameter): HTMLInputElement | HTMLSelectElement {
    if (parameter.type === "boolean") return make("select", {}, new Option("true"), new Option("false"));
    if (parameter.type === "integer") return make("input", { type: "number", step: "1" });
    if (parameter.type === "float") return make("input", { type: "number", step: "any" });
    if (parameter.type === "date") return make("input", { type: "date" });
    return make("input", { type: "text", autocomplete: "off", spellcheck: "false" });
  }

  private text(parameter: Parameter): string {
    return this.typed.get(parameter.name) ?? asText(parameter.example);
  }

  private value(parameter: Parameter): Value {
    const text = this.text(parameter);
    if (parameter.type === "any") return guess(text);
    if (parameter.type === "boolean") return text === "true";
    if (parameter.type === "integer" || parameter.type === "float") return this.number(parameter, text);
    return text;
  }

  private number(parameter: Parameter, text: string): number {
    const number = Number(text);
    if (text.trim() === "" || !Number.isFinite(number) || (parameter.type === "integer" && !Number.isInteger(number)))
      throw new Error(this.texts.fill("bad_number", { name: parameter.name }));
    return number;
  }
}

/** The value that a text stands for: JSON where it is some, else the text itself. */
function guess(text: string): Value {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return text;
  }
}

function asText(example: Value): string {
  if (Array.isArray(example)) return example.every((item) => typeof item !== "object") ? example.join("; ") : JSON.stringify(example);
  return typeof example === "string" ? example : example === null ? "" : JSON.stringify(example);
}
