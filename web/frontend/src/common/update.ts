/** Putting what the server sends now in the place of what it sent before: focus, scroll, what is open or typed stays. */

interface Options {
  morphStyle: "innerHTML";
  ignoreActiveValue: boolean;
  callbacks: {
    beforeNodeMorphed(old: Node, next: Node): boolean;
    beforeNodeRemoved(old: Node): boolean;
    beforeAttributeUpdated(name: string, element: Element): boolean;
  };
}

declare const Idiomorph: { morph(old: Element, content: Node[], options: Options): void };
declare const htmx: { process(element: Element): void };

/** An event on the document: the page was brought up to date; scripts that show data of their own follow. */
export const UPDATED = "guanxi:updated";

/**
 * Makes `content` what is in `old`, changing only what differs. What scripts own (`data-keep`), what the page told its
 * reader (`data-told`) and forms that somebody has written in stay as they are; so does what is replaced by something
 * that only comes later (`data-later`).
 */
export function morph(old: Element, content: Iterable<Node>): void {
  Idiomorph.morph(old, [...content], {
    morphStyle: "innerHTML",
    ignoreActiveValue: true,
    callbacks: {
      beforeNodeMorphed: (now, next) =>
        !(is(now, "[data-keep], [data-told]") || is(next, "[data-later]") || (is(now, "form") && isWritten(now as HTMLFormElement))),
      beforeNodeRemoved: (now) => !is(now, "[data-told]"),
      beforeAttributeUpdated: (name, element) => name !== "open" || !is(element, "details, dialog"),
    },
  });
  htmx.process(old);
}

function is(node: Node, selector: string): boolean {
  return node instanceof Element && node.matches(selector);
}

/** Whether somebody has written or chosen something in it that was not sent yet. */
export function isWritten(root: ParentNode): boolean {
  const fields = root.querySelectorAll<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>("input:not([type=hidden]), select, textarea");
  return [...fields].some((field) => differs(field) && (field === document.activeElement || !field.closest("[data-keep]")));
}

function differs(field: HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement): boolean {
  if (field instanceof HTMLSelectElement) {
    return field.selectedIndex !== Math.max(0, [...field.options].findIndex((option) => option.defaultSelected));
  }
  if (field.type === "checkbox" || field.type === "radio") return (field as HTMLInputElement).checked !== (field as HTMLInputElement).defaultChecked;
  return field.value !== field.defaultValue;
}
