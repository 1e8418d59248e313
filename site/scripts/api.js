/** Calls the API of this site and gives every way of failing one shape. It refuses to know what a page shows. */

import { errors, messages } from "../../build/data/words.json";

const PATIENCE_MS = 45_000; // a 2G network may take half a minute and still deliver

/** What went wrong: a `code` of the API or "offline", and for a refused form its `fields` ({field, code}). */
export class Problem extends Error {
  constructor(code, fields = []) {
    super(code);
    this.code = code;
    this.fields = fields;
  }

  /** The plain sentence for people. */
  get sentence() {
    return this.code === "offline" ? messages.offline : (errors[this.code] ?? errors.busy);
  }
}

/**
 * Send `body` (as JSON, when there is one) and return the answer's JSON; throw Problem.
 * Anything that is not an answer of ours, such as the sign-in page of a public network, counts as "offline".
 */
export async function call(method, path, { body, token } = {}) {
  const headers = { Accept: "application/json" };
  if (body) headers["Content-Type"] = "application/json";
  if (token) headers.Authorization = `Bearer ${token}`;
  const answer = await ask(`/api/v1/${path}`, { method, headers, body: body && JSON.stringify(body) });
  if (!answer.ok) throw new Problem(answer.content.code ?? "busy", answer.content.fields);
  return answer.content;
}

/** Fetch the JSON at `address`; return {ok, content}; throw Problem("offline") when no JSON comes back in time. */
export async function ask(address, options = {}) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  try {
    const reply = await fetch(address, { credentials: "omit", ...options, signal: patience.signal });
    return { ok: reply.ok, content: await reply.json() };
  } catch {
    throw new Problem("offline");
  } finally {
    clearTimeout(timer);
  }
}
