/** The editor: Cypher in colours, completed from the schema, under the page's content policy. */

import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { cypher } from "@codemirror/legacy-modes/mode/cypher";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers, placeholder } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import type { Schema } from "./types";

export interface EditorWishes {
  parent: HTMLElement;
  nonce: string;
  label: string;
  hint: string;
  changed(text: string): void;
  run(): void;
}

const KEYWORDS =
  "MATCH OPTIONAL WHERE RETURN WITH UNWIND ORDER BY LIMIT SKIP DISTINCT AS AND OR XOR NOT IN IS NULL CASE WHEN THEN ELSE END STARTS ENDS CONTAINS EXISTS COUNT COLLECT CALL YIELD UNION ASC DESC".split(
    " ",
  );

const COLOURS = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--code-keyword)", fontWeight: "600" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--code-string)" },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: "var(--code-number)" },
  { tag: tags.comment, color: "var(--muted)", fontStyle: "italic" },
  { tag: [tags.standard(tags.variableName), tags.function(tags.variableName), tags.definition(tags.variableName)], color: "var(--code-function)" },
]);

const LOOK = EditorView.theme({
  "&": { fontSize: "var(--size-2)", backgroundColor: "var(--surface)", color: "var(--text)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55", maxHeight: "38vh", minHeight: "8.5rem" },
  ".cm-content": { caretColor: "var(--accent)", padding: "0.6rem 0" },
  ".cm-cursor": { borderLeftColor: "var(--accent)" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--muted)", border: "0" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--accent) 6%, transparent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--accent) 25%, transparent)",
  },
  ".cm-matchingBracket": { backgroundColor: "color-mix(in srgb, var(--accent) 25%, transparent)", outline: "none" },
  ".cm-placeholder": { color: "var(--muted)" },
  ".cm-tooltip": { backgroundColor: "var(--raised)", border: "1px solid var(--line)", borderRadius: "8px", boxShadow: "var(--shadow)", overflow: "hidden" },
  ".cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxHeight: "16rem" },
  ".cm-tooltip-autocomplete > ul > li": { padding: "0.2rem 0.6rem", color: "var(--text)" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--accent-soft)", color: "var(--text)" },
  ".cm-completionDetail": { color: "var(--muted)", fontStyle: "normal" },
});

/** Typing over a selection is done here: Chromium would merge what is left with inline styles, which the policy forbids. */
function replaceSelection(event: InputEvent, view: EditorView): boolean {
  const { from, to } = view.state.selection.main;
  if (event.inputType !== "insertText" || event.data === null || from === to) return false;
  view.dispatch(view.state.replaceSelection(event.data), { userEvent: "input.type" });
  event.preventDefault();
  return true;
}

export class Editor {
  private readonly view: EditorView;
  private schema: Schema | null = null;

  constructor(wishes: EditorWishes) {
    const run = () => (wishes.run(), true);
    this.view = new EditorView({
      parent: wishes.parent,
      state: EditorState.create({
        extensions: [
          EditorView.cspNonce.of(wishes.nonce),
          keymap.of([{ key: "Mod-Enter", run, preventDefault: true }]),
          lineNumbers(),
          history(),
          drawSelection(),
          highlightActiveLine(),
          bracketMatching(),
          closeBrackets(),
          autocompletion({ override: [(context) => this.complete(context)], icons: false }),
          StreamLanguage.define(cypher),
          syntaxHighlighting(COLOURS),
          LOOK,
          EditorView.domEventHandlers({ beforeinput: replaceSelection }),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ "aria-label": wishes.label, spellcheck: "false" }),
          placeholder(wishes.hint),
          keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
          EditorView.updateListener.of((update) => update.docChanged && wishes.changed(this.text)),
        ],
      }),
    });
  }

  get text(): string {
    return this.view.state.doc.toString();
  }

  set text(text: string) {
    this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: text } });
  }

  use(schema: Schema): void {
    this.schema = schema;
  }

  focus(): void {
    this.view.focus();
  }

  /** Puts a name where the cursor is. */
  insert(text: string): void {
    this.view.dispatch(this.view.state.replaceSelection(text));
    this.focus();
  }

  /** Puts the cursor where an error is: lines and columns count from 1. */
  point(line: number, column: number): void {
    const found = this.view.state.doc.line(Math.min(line, this.view.state.doc.lines));
    this.view.dispatch({ selection: { anchor: Math.min(found.from + column - 1, found.to) }, scrollIntoView: true });
  }

  private complete(context: CompletionContext): CompletionResult | null {
    const word = context.matchBefore(/[:.$]?\w*/);
    if (!word || !this.schema || (word.from === word.to && !context.explicit)) return null;
    const from = /^[:.$]/.test(word.text) ? word.from + 1 : word.from;
    return { from, options: this.options(word.text[0] ?? "", context), validFor: /^\w*$/ };
  }

  private options(first: string, context: CompletionContext): Completion[] {
    const { labels, relationships, functions, procedures } = this.schema!;
    if (first === "$") return [];
    if (first === ".") return this.properties();
    if (first === ":") {
      const inBrackets = /\[[^\]]*$/.test(context.state.sliceDoc(Math.max(0, context.pos - 200), context.pos));
      const types = relationships.map((item) => ({ label: item.type, detail: item.meaning }));
      return inBrackets ? types : labels.map((item) => ({ label: item.name, detail: item.meaning }));
    }
    return [
      ...KEYWORDS.map((label) => ({ label, boost: 2 })),
      ...functions.map((label) => ({ label, apply: `${label}(` })),
      ...procedures.map((label) => ({ label })),
    ];
  }

  private properties(): Completion[] {
    const { labels, relationships, other_properties } = this.schema!;
    const found = new Map<string, Completion>();
    for (const owner of [...labels, ...relationships])
      for (const { name, meaning } of owner.properties) if (!found.has(name)) found.set(name, { label: name, detail: meaning });
    for (const name of other_properties) found.set(name, { label: name });
    return [...found.values()];
  }
}
