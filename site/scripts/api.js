/** Calls the API of this site and gives every way of failing one shape. It knows no word and no page. */

const PATIENCE_MS = 45_000; // a 2G network may take half a minute and still deliver

/** What went wrong: a `code` of the API or "offline", its `title` for people, and for a refused form its `fields`. */
export class Problem extends Error {
  /**
   * @param {string} code
   * @param {{title?: string, fields?: {field: string, code: string, message: string}[]}} details
   */
  constructor(code, { title, fields = [] } = {}) {
    super(code);
    this.code = code;
    this.title = title;
    this.fields = fields; // [{field, code, message}]
  }
}

/**
 * Send `body` (as JSON, when there is one) and return the answer's JSON; throw Problem.
 * Anything that is not an answer of ours, such as the sign-in page of a public network, counts as "offline".
 * @param {string} method
 * @param {string} path below /api/v1/
 * @param {{body?: object, token?: string, signal?: AbortSignal, keepalive?: boolean}} sent
 */
export async function call(method, path, { body, token, signal, keepalive } = {}) {
  /** @type {Record<string, string>} */
  const headers = { Accept: "application/json" };
  if (body) headers["Content-Type"] = "application/json";
  if (token) headers.Authorization = `Bearer ${token}`;
  const { ok, content } = await ask(`/api/v1/${path}`, { method, headers, body: body && JSON.stringify(body), signal, keepalive });
  if (!ok) throw new Problem(content.code ?? "busy", content);
  return content;
}

/** Fetch the JSON at `address`; return {ok, content}; throw Problem("offline") when no JSON comes back in time. */
export async function ask(address, options) {
  return patiently(address, options, async (reply) => ({ ok: reply.ok, content: reply.status === 204 ? null : await reply.json() }));
}

/** Fetch `address` and return what `read` makes of the reply; throw Problem("offline") when it does not come in time. */
export async function patiently(address, options, read) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  options?.signal?.addEventListener("abort", () => patience.abort());
  try {
    return await read(await fetch(address, { credentials: "omit", ...options, signal: patience.signal }));
  } catch {
    throw new Problem("offline");
  } finally {
    clearTimeout(timer);
  }
}
