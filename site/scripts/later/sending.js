/** Sends the reports of the outbox and their photos: from a page or from the service worker. Loaded when there is something to send. */

import { call, patiently, Problem } from "../api.js";

// What another try with the same content can mend.
const PASSING = ["offline", "busy", "too_many", "not_found", "unreadable", "method_not_allowed", "wrong_media_type"];
// What a report cannot do without. A slip anywhere else never costs the report: it is sent as it was typed.
const NEEDED = ["category", "district", "story", "number", "access_code", "link_token"];
const LONGEST = 100; // characters of a text that could not be read

const SOON_MS = 2_000; // until the next try; twice as long after each that fails
const LATE_MS = 15_000;
let pause = SOON_MS;
let next; // try, while this page is open: a signal that has just come back often fails once more
let last = null; // why the last try failed

/**
 * Send what `all()` gives, `keep(entry)` hears of each step, and call `again` later if something is left. Returns {left, next,
 * down}: how much is left, when the next try is (ms since 1970), and whether it was the service that failed, not the signal.
 */
export async function sendAll({ all, keep, again }) {
  let left = 0;
  last = null;
  for (const entry of await all()) {
    if (entry.state === "refused") continue;
    let now = await send(entry);
    if (now !== entry) await keep(now);
    now = await sendPhotos(now, keep);
    if (now.state === "waiting" || now.photos.some(isWaiting)) left += 1;
  }
  clearTimeout(next);
  if (!left) {
    pause = SOON_MS;
    return { left };
  }
  const state = { left, next: Date.now() + pause, down: last !== "offline" };
  next = setTimeout(again, pause);
  pause = Math.min(2 * pause, LATE_MS);
  return state;
}

/** Send one entry; returns it as it then is. */
export async function send(entry) {
  if (entry.state !== "waiting") return entry;
  try {
    return { ...entry, receipt: await accepted(entry), state: "sent" };
  } catch (problem) {
    last = problem.code;
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
  const report = (content) => untilSignal((signal) => call("POST", "tickets", { body: { number, access_code, link_token, ...content }, signal }));
  try {
    return receiptOf(await report(body));
  } catch (problem) {
    if (problem.code === "invalid" && problem.fields.length && problem.fields.every(({ field }) => canWait(body, field))) {
      return { ...receiptOf(await report(asTyped(body, problem.fields))), as_typed: true };
    }
    if (problem.code !== "number_used") throw problem;
    // Nobody else can hold this number: an earlier try arrived, its answer was lost, and the report was changed since.
    return { ...receiptOf(await call("POST", "tickets/status", { body: { number } })), first_kept: true };
  }
}

const receiptOf = ({ desk, passed, received_at, answer_due, deadline }) => ({ desk, passed, received_at, answer_due, deadline });

/** Do `work`; a request that hangs since the signal went does not outlive its return. */
async function untilSignal(work) {
  const back = new AbortController();
  const abort = () => back.abort();
  self.addEventListener("online", abort);
  try {
    return await work(back.signal);
  } finally {
    self.removeEventListener("online", abort);
  }
}

const canWait = (body, field) => !NEEDED.includes(field) && typeof valueAt(body, field) === "string";

function valueAt(body, field) {
  const [outer, inner] = field.split(".");
  return inner ? body[outer]?.[inner] : body[outer];
}

/** Return the report with these fields as they were typed, beside those that can be read. */
function asTyped(body, fields) {
  const copy = structuredCopy(body);
  copy.as_typed ??= {};
  for (const { field } of fields) {
    const [outer, inner] = field.split(".");
    copy.as_typed[field] = valueAt(body, field).slice(0, LONGEST);
    if (inner) delete copy[outer][inner];
    else delete copy[outer];
  }
  return copy;
}

const structuredCopy = (body) => JSON.parse(JSON.stringify(body)); // phones of 2020 have nothing better

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
    last = problem.code;
    return isPassing(problem) ? null : { state: "refused", reason: problem.code };
  }
}
