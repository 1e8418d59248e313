/**
 * Keeps reports on this phone until the server has them, and sends them: from a page, or from the service worker when no page
 * is open. Sending twice does no harm: the number makes it one report. It knows no word and no page.
 *
 * An entry: {number, access_code, link_token, delicate, state, body, receipt, problem, photos}
 *   state    "waiting" | "sent" | "refused"
 *   body     the report as the API takes it, and `values`, what was typed, to bring a refused one back; gone once it is sent
 *   receipt  {desk, received_at}, when sent; first_kept: an earlier content of the same number was accepted
 *   problem  {code, title, fields}, when refused
 *   photos   [{id, blob, state, reason}]; the blob is gone once it is sent
 *   delicate nothing of it stays on the phone once the server has it
 *   unkept   the phone could not store it: it lives in its page
 */

import { call, patiently, Problem } from "./api.js";

const STORE = "reports";
const NEWS = "lapor";
// What another try with the same content can mend.
const PASSING = ["offline", "busy", "too_many", "not_found", "unreadable", "method_not_allowed", "wrong_media_type"];
const isPassing = (problem) => !(problem instanceof Problem) || PASSING.includes(problem.code);

/** Store an entry, new or changed; returns when it is on the phone's disk, throws when the phone keeps nothing. */
export const put = (entry) => inStore("readwrite", (store) => store.put(entry));

/** Return all entries. */
export const all = () => inStore("readonly", (store) => store.getAll());

/** Return one entry, or undefined. */
export const get = (number) => inStore("readonly", (store) => store.get(number));

/** Forget an entry. */
export const remove = (number) => inStore("readwrite", (store) => store.delete(number));

/** Call `listener` with an entry each time this or another page, or the service worker, has changed it. */
export function onChange(listener) {
  if ("BroadcastChannel" in self) new BroadcastChannel(NEWS).onmessage = ({ data }) => listener(data);
}

/** Send whatever waits, one sender at a time; returns whether nothing waits any more. */
export const flush = async () => (navigator.locks ? navigator.locks.request(NEWS, sendAll) : sendAll());

/** Send one entry that may not be in the store; returns it as it then is. */
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

/** Send the photos of a sent entry that still wait; `told` hears of each step. Returns the entry as it then is. */
export async function sendPhotos(entry, told) {
  if (entry.state !== "sent" || !hasWaiting(entry)) return entry;
  try {
    return await (await import("./later/upload.js")).sendPhotos(entry, told, { call, patiently, isPassing });
  } catch {
    return entry; // the part that sends photos did not come: next time
  }
}

async function sendAll() {
  let left = 0;
  for (const entry of await all().catch(() => [])) {
    if (entry.state === "refused") continue;
    let now = await send(entry);
    if (now !== entry) await keep(now);
    now = await sendPhotos(now, keep);
    if (now.state === "waiting" || hasWaiting(now)) left += 1;
  }
  return left === 0;
}

/** Store an entry as it now is, or forget it when it is delicate and done; tell every page. */
async function keep(entry) {
  const isDone = entry.delicate && entry.state === "sent" && !hasWaiting(entry);
  await (isDone ? remove(entry.number) : put(entry)).catch(() => {}); // a full phone tells it all the same, and sends once more later
  if ("BroadcastChannel" in self) {
    const channel = new BroadcastChannel(NEWS);
    channel.postMessage(entry);
    channel.close();
  }
}

const hasWaiting = ({ photos }) => photos.some(({ state }) => state === "waiting");

/** Send the report; return its receipt. */
async function accepted({ number, access_code, link_token, body }) {
  try {
    const { desk, received_at } = await call("POST", "tickets", { body: { number, access_code, link_token, ...body } });
    return { desk, received_at };
  } catch (problem) {
    if (problem.code !== "number_used") throw problem;
    // Nobody else can hold this number: an earlier try arrived, its answer was lost, and the report was changed since.
    const { desk, received_at } = await call("POST", "tickets/status", { body: { number } });
    return { desk, received_at, first_kept: true };
  }
}

function inStore(mode, act) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("lapor", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: "number" });
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      const transaction = database.transaction(STORE, mode, { durability: "strict" });
      const request = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => {
        database.close();
        resolve(request.result);
      };
      transaction.onabort = transaction.onerror = () => {
        database.close();
        reject(transaction.error);
      };
    };
  });
}
