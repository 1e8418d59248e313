/**
 * Keeps reports on this phone until the server has them, and lets them go: from a page, or from the service worker when no page
 * is open. Sending twice does no harm: the number makes it one report. It knows no word and no page, and imports nothing at
 * once: what a page loads first is what it cannot do without.
 *
 * An entry: {number, access_code, link_token, delicate, state, body, receipt, problem, photos}
 *   state    "waiting" | "sent" | "refused"
 *   body     the report as the API takes it, and `values`, what was typed, to bring a refused one back; gone once it is sent
 *   receipt  {desk, passed, received_at}, when sent; first_kept: an earlier content of the same number was accepted
 *   problem  {code, title, fields}, when refused
 *   photos   [{id, blob, state, reason}]; the blob is gone once it is sent
 *   delicate nothing of it stays on the phone once the server has it
 *   unkept   the phone could not store it: it lives in its page
 */

const STORE = "reports";
const NEWS = "lapor";
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
export async function flush() {
  const work = async () => !(await all().catch(() => [])).some(isUnfinished) || (await sender()).sendAll({ all, keep, again: flush });
  return (navigator.locks ? navigator.locks.request(NEWS, work) : work()).catch(() => false);
}

/** Send one entry that may not be in the store; returns it as it then is. */
export const send = (entry) => sender().then((part) => part.send(entry), () => entry);

/** Send the photos of a sent entry that still wait; `told` hears of each step. Returns the entry as it then is. */
export const sendPhotos = (entry, told) => sender().then((part) => part.sendPhotos(entry, told), () => entry);

// What sends comes when there is something to send: what is stored by then is safe, and goes another time if it does not come.
const sender = () => import("./later/sending.js");

const hasWaiting = ({ photos }) => photos.some(({ state }) => state === "waiting");
const isUnfinished = (entry) => entry.state === "waiting" || (entry.state === "sent" && hasWaiting(entry));

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
