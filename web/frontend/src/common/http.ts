/** Asking the server: JSON or a piece of HTML, with errors as a sentence. */

export class ServerError extends Error {
  constructor(
    message: string,
    readonly hint: string,
    readonly status: number,
  ) {
    super(message);
  }
}

export async function getJson<T>(url: string, signal?: AbortSignal): Promise<T> {
  return (await get(url, "application/json", signal)).json() as Promise<T>;
}

export async function getHtml(url: string, signal?: AbortSignal): Promise<string> {
  return (await get(url, "text/html", signal)).text();
}

/** Asks for data in the first of some formats that the server has. */
export async function getAs(url: string, accept: string, signal?: AbortSignal): Promise<Response> {
  return get(url, accept, signal);
}

/** Sends JSON with the page's CSRF token, and gives back the JSON that is answered. */
export async function postJson<T>(url: string, body: unknown, signal?: AbortSignal): Promise<T> {
  const token = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
  const headers = { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": token };
  const answer = await ask(url, { method: "POST", headers, body: JSON.stringify(body), signal: signal ?? null });
  return answer.json() as Promise<T>;
}

async function get(url: string, accept: string, signal?: AbortSignal): Promise<Response> {
  return ask(url, { headers: { Accept: accept }, signal: signal ?? null });
}

/** An event on the document: the names of the queries behind an answer, separated by commas. */
export const QUERIES = "guanxi:queries";

async function ask(url: string, request: RequestInit): Promise<Response> {
  const answer = await fetch(url, { ...request, credentials: "same-origin" });
  if (answer.redirected && new URL(answer.url).pathname !== new URL(url, location.href).pathname) location.reload();
  const queries = answer.headers.get("X-Guanxi-Queries");
  if (queries) document.dispatchEvent(new CustomEvent(QUERIES, { detail: queries }));
  if (answer.ok) return answer;
  const told = (await answer.json().catch(() => ({}))) as { message?: string; hint?: string };
  throw new ServerError(told.message ?? answer.statusText, told.hint ?? "", answer.status);
}

export function isAborted(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}
