/** Sends the reports of the outbox and their photos: from a page or from the service worker. Loaded when there is something to send. */

import { call, patiently, Problem } from "../api.js";

// What another try with the same content can mend.
const PASSING = ["offline", "busy", "too_many", "not_found", "unreadable", "method_not_allowed", "wrong_media_type"];

const SOON_MS = 2_000; // until the next try; twice as long after each that fails
const LATE_MS = 60_000;
let pause = SOON_MS;
let next; // try, while this page is open: a signal that has just come back often fails once more

/** Send what `all()` gives, `keep(entry)` hears of each step; returns whether nothing waits any more, else calls `again` later. */
export async function sendAll({ all, keep, again }) {
  let left = 0;
  for (const entry of await all()) {
    if (entry.state === "refused") continue;
    let now = await send(entry);
    if (now !== entry) await keep(now);
    now = await sendPhotos(now, keep);
    if (now.state === "waiting" || now.photos.some(isWaiting)) left += 1;
  }
  clearTimeout(next);
  if (left) next = setTimeout(again, pause);
  pause = left ? Math.min(2 * pause, LATE_MS) : SOON_MS;
  return left === 0;
}

/** Send one entry; returns it as it then is. */
export async function send(entry) {
  if (entry.state !== "waiting") return entry;
  try {
    return { ...entry, receipt: await accepted(entry), state: "sent", body: undefined, values: undefined };
  } catch (problem) {
    if (isPassing(problem)) return entry;
    const { code, title, fields } = problem;
    return { ...entry, state: "refused", problem: { code, title, fields } };
  }
}

/** Send the photos of a sent entry that still wait, one after another; `told` hears of each step. Returns the entry as it then is. */
export async function sendPhotos(entry, told) {
  let now = entry;
  if (entry.state !== "sent") return now;
  for (const photo of entry.photos.filter(isWaiting)) {
    const change = await arrived(entry, photo);
    if (!change) break;
    now = { ...now, photos: now.photos.map((one) => (one.id === photo.id ? { id: one.id, ...change } : one)) };
    await told(now);
  }
  return now;
}

const isWaiting = ({ state }) => state === "waiting";
const isPassing = (problem) => !(problem instanceof Problem) || PASSING.includes(problem.code);

/** Send the report; return its receipt. */
async function accepted({ number, access_code, link_token, body }) {
  try {
    const { desk, passed, received_at } = await call("POST", "tickets", { body: { number, access_code, link_token, ...body } });
    return { desk, passed, received_at };
  } catch (problem) {
    if (problem.code !== "number_used") throw problem;
    // Nobody else can hold this number: an earlier try arrived, its answer was lost, and the report was changed since.
    const { desk, received_at } = await call("POST", "tickets/status", { body: { number } });
    return { desk, received_at, first_kept: true };
  }
}

/** Send one photo; return its new {state, reason}, or null when it must wait. */
async function arrived({ number, link_token, access_code }, { id, blob }) {
  const secret = link_token ? { link_token } : { access_code };
  try {
    const { url, fields } = await call("POST", "tickets/photos", { body: { number, ...secret, photo: id, type: blob.type } });
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append("file", blob);
    const status = await patiently(url, { method: "POST", body: form }, (reply) => reply.status);
    if (status < 400) return { state: "sent" };
    return status < 500 ? { state: "refused" } : null;
  } catch (problem) {
    return isPassing(problem) ? null : { state: "refused", reason: problem.code };
  }
}
