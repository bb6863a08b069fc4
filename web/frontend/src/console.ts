/** The screen Console: editor, parameters, results, and the side, in step with the address. */

import { make, part, settled, Texts, written } from "./common/dom";
import { getJson, isAborted, postJson, ServerError } from "./common/http";
import { tabs } from "./common/tabs";
import { Editor } from "./console/editor";
import { ParameterForm } from "./console/parameters";
import { rounded, Side, type Entry } from "./console/side";
import { ResultTable } from "./console/table";
import type { Explained, NamedQuery, Parameter, Result, Schema, Step } from "./console/types";
import { csv, tabbed } from "./console/values";
import { mapOf } from "./map";

class Console {
  private readonly texts: Texts;
  private readonly editor: Editor;
  private readonly form: ParameterForm;
  private readonly side: Side;
  private readonly openResult: (name: string) => void;
  private readonly hint = settled(() => void this.explain(), 500);
  private queries = new Map<string, NamedQuery>();
  private query: NamedQuery | null = null;
  private result: Result | null = null;
  private drawn = new Set<string>();
  private asked = new AbortController();
  private running: string | null = null;

  constructor(private readonly root: HTMLElement) {
    this.texts = new Texts(part(root, "console-texts"));
    this.form = new ParameterForm(part(root, "parameters"), this.texts, () => this.hint());
    this.editor = new Editor({
      parent: part(root, "editor"),
      nonce: root.dataset["nonce"] ?? "",
      label: this.texts.fill("editor"),
      hint: this.texts.fill("placeholder"),
      changed: (text) => this.changed(text),
      run: () => void this.run(),
    });
    this.side = new Side(root, this.texts, {
      pick: (query) => this.pick(query),
      insert: (name) => this.editor.insert(name),
      again: (entry) => this.again(entry),
    });
    tabs(part(root, "side-tabs"));
    this.openResult = tabs(part(root, "result-tabs"), (name) => this.draw(name));
    this.listen();
    void this.begin();
  }

  private listen(): void {
    const on = (name: string, act: () => void): void => part(this.root, name).addEventListener("click", act);
    on("run", () => void this.run());
    on("stop", () => void this.stop());
    on("share", () => void this.share());
    on("copy", () => this.result && void this.copy(tabbed(this.result.columns, this.result.rows), "copied"));
    on("csv", () => this.download());
    addEventListener("popstate", () => this.readAddress());
  }

  private async begin(): Promise<void> {
    try {
      const { items } = await getJson<{ items: NamedQuery[] }>(this.root.dataset["queriesUrl"]!);
      this.queries = new Map(items.map((query) => [query.name, query]));
      this.side.showQueries(items);
      this.readAddress();
      const schema = await getJson<Schema>(this.root.dataset["schemaUrl"]!);
      this.editor.use(schema);
      this.side.showSchema(schema);
    } catch (error) {
      this.fail(error);
    }
  }

  /** Opens what the address names, without running it. */
  private readAddress(): void {
    const address = new URLSearchParams(location.search);
    const named = this.queries.get(address.get("query") ?? "");
    const text = new URLSearchParams(location.hash.slice(1)).get("text");
    const given = Object.fromEntries([...address].filter(([key]) => key.startsWith("p.")).map(([key, value]) => [key.slice(2), value]));
    if (named) this.show(named, given);
    else if (text !== null) this.open(text, given);
  }

  private address(): string {
    const address = new URLSearchParams(this.query ? { query: this.query.name } : {});
    for (const [name, value] of Object.entries(this.form.written())) address.set(`p.${name}`, value);
    const search = address.size ? `?${address}` : "";
    return location.pathname + search + (this.query ? "" : `#${new URLSearchParams({ text: this.editor.text })}`);
  }

  private pick(query: NamedQuery): void {
    this.show(query, {});
    history.pushState(null, "", this.address());
    part(this.root, "workplace").scrollIntoView({ block: "nearest" });
  }

  private again(entry: Entry): void {
    const named = this.queries.get(entry.name ?? "");
    if (named) this.pick(named);
    else this.open(entry.text ?? "", {});
  }

  private show(query: NamedQuery, given: Record<string, string>): void {
    this.query = query;
    this.editor.text = query.text;
    this.form.show(query.parameters);
    this.form.fill(given);
    this.title();
  }

  private open(text: string, given: Record<string, string>): void {
    this.query = null;
    this.editor.text = text;
    this.form.fill(given);
    this.title();
    this.editor.focus();
  }

  /** The text was edited: it is its writer's own then, and its parameters are those that it names. */
  private changed(text: string): void {
    if (this.query && text !== this.query.text) this.query = null;
    if (!this.query) this.form.show(detected(text));
    this.title();
    this.hint();
  }

  private title(): void {
    part(this.root, "title").textContent = this.query?.title ?? this.texts.fill("own_query");
    part(this.root, "description").textContent = this.query?.description ?? "";
    this.side.mark(this.query?.name ?? null);
  }

  private body(): Record<string, unknown> {
    const parameters = this.form.values();
    return this.query ? { name: this.query.name, parameters } : { text: this.editor.text, parameters };
  }

  /** What the query would cost, said beside the button; a query that is not finished yet is no error here. */
  private async explain(): Promise<void> {
    this.asked.abort();
    this.asked = new AbortController();
    const cost = part(this.root, "cost");
    cost.classList.remove("console-refused");
    if (!this.editor.text.trim()) return void (cost.textContent = "");
    try {
      const found = await postJson<Explained>(this.root.dataset["explainUrl"]!, this.body(), this.asked.signal);
      cost.textContent = this.texts.fill("cost", { rows: rounded(found.estimated_rows) });
      cost.title = "";
    } catch (error) {
      if (isAborted(error)) return;
      cost.textContent = error instanceof Error ? error.message : String(error);
      cost.classList.add("console-refused");
    }
  }

  private async run(): Promise<void> {
    if (this.running || !this.editor.text.trim()) return;
    this.running = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`;
    this.busy(true);
    try {
      const body = { ...this.body(), run: this.running };
      history.replaceState(null, "", this.address());
      const result = await postJson<Result>(this.root.dataset["runUrl"]!, body);
      this.side.remember({ ...(this.query ? { name: this.query.name } : { text: this.editor.text }), at: new Date().toISOString() });
      this.succeed(result);
    } catch (error) {
      this.fail(error);
    } finally {
      this.running = null;
      this.busy(false);
    }
  }

  private async stop(): Promise<void> {
    if (!this.running) return;
    part<HTMLButtonElement>(this.root, "stop").disabled = true;
    await postJson(this.root.dataset["stopUrl"]!, { run: this.running }).catch((error: unknown) => this.fail(error));
  }

  private busy(running: boolean): void {
    part<HTMLButtonElement>(this.root, "run").disabled = running;
    part<HTMLButtonElement>(this.root, "stop").disabled = !running;
    this.root.toggleAttribute("data-running", running);
    if (running) part(this.root, "status").textContent = this.texts.fill("running");
  }

  private succeed(result: Result): void {
    this.result = result;
    this.drawn.clear();
    part(this.root, "error").hidden = true;
    part(this.root, "results").hidden = false;
    part(this.root, "begin").hidden = true;
    const status = this.texts.count("rows", result.rows.length, { seconds: written(Math.max(0.01, Number(result.seconds.toFixed(2)))) });
    part(this.root, "status").textContent = status;
    part(this.root, "limited").textContent = this.limited(result);
    part(this.root, "limited").hidden = result.limit === null;
    part(this.root, "map-count").textContent = result.graph.shown.people ? written(result.graph.shown.people) : "";
    this.openResult(this.chosen());
  }

  /** The tab that stays open from run to run; the map only where there is something on it. */
  private chosen(): string {
    const open = part(this.root, "result-tabs").querySelector<HTMLElement>('[aria-selected="true"]')?.dataset["tab"] ?? "table";
    return open === "map" && this.result!.graph.shown.people === 0 ? "table" : open;
  }

  private limited(result: Result): string {
    if (!result.limit) return "";
    const { by, value } = result.limit;
    return this.texts.fill(`limited_${by}`, { value: by === "rows" ? value : value / 1e6 });
  }

  private draw(tab: string): void {
    const result = this.result;
    if (!result || this.drawn.has(tab)) return;
    this.drawn.add(tab);
    if (tab === "table") new ResultTable(part(this.root, "table"), result, this.texts);
    if (tab === "map") this.drawMap(result);
    if (tab === "json") part(this.root, "json").textContent = json(result);
    if (tab === "plan") part(this.root, "plan").replaceChildren(plan(result.plan, this.texts));
  }

  private drawMap(result: Result): void {
    const none = result.graph.shown.people === 0;
    part(this.root, "no-map").hidden = !none;
    part(this.root, "map-cut").hidden = result.graph.complete;
    const map = part(this.root, "map").querySelector<HTMLElement>("[data-map]")!;
    map.hidden = none;
    if (!none) mapOf(map).show(result.graph);
  }

  private fail(error: unknown): void {
    const box = part(this.root, "error");
    const message = error instanceof Error ? error.message : String(error);
    const hint = error instanceof ServerError ? error.hint : "";
    box.hidden = false;
    box.replaceChildren(make("strong", { text: message }), ...(hint ? [make("br"), hint] : []));
    part(this.root, "status").textContent = "";
    part(this.root, "results").hidden = true;
    part(this.root, "begin").hidden = true;
    const place = /(\d+)\D+(\d+)/.exec(/^(Line \d+, column \d+|第\s*\d+\s*行.*?\d+\s*列)/.exec(message)?.[0] ?? "");
    if (place) this.editor.point(Number(place[1]), Number(place[2]));
  }

  private async share(): Promise<void> {
    await this.copy(new URL(this.address(), location.href).href, "link_copied");
  }

  private async copy(text: string, said: string): Promise<void> {
    await navigator.clipboard.writeText(text);
    part(this.root, "console-live").textContent = this.texts.fill(said);
  }

  private download(): void {
    if (!this.result) return;
    const name = (this.query?.name ?? "query").replaceAll("/", "-");
    const file = new Blob(["\ufeff", csv(this.result.columns, this.result.rows)], { type: "text/csv" });
    const link = make("a", { href: URL.createObjectURL(file), download: `${name}.csv` });
    link.click();
    URL.revokeObjectURL(link.href);
  }
}

/** The parameters that a text names, outside of strings and comments. */
function detected(text: string): Parameter[] {
  const bare = text.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, " ");
  const names = new Set([...bare.matchAll(/\$(\w+)/g)].map((match) => match[1]!));
  return [...names].map((name) => ({ name, type: "any", example: "", meaning: "" }));
}

function json(result: Result): string {
  const rows = result.rows.map((row) => Object.fromEntries(result.columns.map((name, i) => [name, row[i]])));
  const text = JSON.stringify(rows, null, 2);
  return text.length > 2_000_000 ? `${text.slice(0, 2_000_000)}\n…` : text;
}

function plan(steps: Step[], texts: Texts): HTMLElement {
  const head = ["step", "of", "expected"].map((name, i) => make("th", { scope: "col", class: i === 2 ? "number" : "", text: texts.fill(`plan_${name}`) }));
  const rows = steps.map((step) => {
    const name = make("td", {}, "\u00a0\u00a0".repeat(step.depth), make("code", { text: step.operator }));
    return make("tr", {}, name, make("td", { text: step.details }), make("td", { class: "number", text: rounded(step.rows) }));
  });
  return make("table", { "aria-label": texts.fill("plan") }, make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...rows));
}

const root = document.querySelector<HTMLElement>("[data-console]");
if (root) new Console(root);
