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

async function get(url: string, accept: string, signal?: AbortSignal): Promise<Response> {
  const answer = await fetch(url, { headers: { Accept: accept }, credentials: "same-origin", signal: signal ?? null });
  if (answer.redirected && new URL(answer.url).pathname !== new URL(url, location.href).pathname) location.reload();
  if (answer.ok) return answer;
  const told = (await answer.json().catch(() => ({}))) as { message?: string; hint?: string };
  throw new ServerError(told.message ?? answer.statusText, told.hint ?? "", answer.status);
}

export function isAborted(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}
