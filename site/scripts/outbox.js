/**
 * Keeps reports on this phone until the server has them, and lets them go: from a page, or from the service worker when no page
 * is open. Sending twice does no harm: the number makes it one report. It knows no word and no page, and imports nothing at
 * once: what a page loads first is what it cannot do without.
 *
 * A phone's database may never answer, throw, lack its store, be full, or be closed under us. Each call then fails within
 * PATIENCE_MS, and whoever called sends from the page.
 *
 * An entry: {number, access_code, link_token, delicate, keep, made_at, state, body, receipt, problem, photos}
 *   state    "waiting" | "sent" | "refused"
 *   body     the report as the API takes it, and `values`, what was typed, to bring a refused one back; gone once it is sent
 *   receipt  {desk, passed, received_at}, when sent; first_kept: an earlier content of the same number was accepted;
 *            as_typed: something optional could not be read and was kept as it was typed
 *   problem  {code, title, fields}, when refused
 *   photos   [{id, blob, state, reason}]; the blob is gone once it is sent
 *   delicate nothing of it stays on the phone once the server has it
 *   keep     whether its user wants the receipt kept here: true | false; until she has said so, the number stays, and no secret
 *   seen     the version up to which its talk was read on this phone
 *   made_at  when it was sent on its way (ISO, UTC)
 *   unkept   the phone could not store it: it lives in its page
 */

const STORE = "reports";
const NEWS = "lapor";
const PATIENCE_MS = 1_500;

let listener = (_entry) => {};
let channel; // to the other pages, and from them

/** Store an entry, new or changed; returns when it is on the phone's disk, throws when the phone keeps nothing. */
export const put = (entry) => inStore("readwrite", (store) => store.put(entry));

/** Return all entries. */
export const all = () => inStore("readonly", (store) => store.getAll());

/** Return one entry, or undefined. */
export const get = (number) => inStore("readonly", (store) => store.get(number));

/** Forget an entry. */
export const remove = (number) => inStore("readwrite", (store) => store.delete(number));

/** Call `listen` with an entry each time this page, another one, or the service worker has changed it. */
export function onChange(listen) {
  listener = listen;
  otherPages();
}

/**
 * Send whatever waits, one sender at a time; returns {left, next, down}: how much still waits, when the next try is (ms since 1970)
 * while this page is open, and whether the service failed, not the signal. `later` is told the same of the tries after this.
 */
export async function flush(later = (_state) => {}) {
  const again = () => flush(later).then(later);
  const work = async () => {
    const waits = (await all().catch(() => [])).some(isUnfinished);
    return waits ? (await sender()).sendAll({ all, keep, again }) : { left: 0 };
  };
  return (navigator.locks ? navigator.locks.request(NEWS, work) : work()).catch(() => ({ left: 1 }));
}

/** Send one entry that may not be in the store; returns it as it then is. */
export const send = (entry) => sender().then((part) => part.send(entry), () => entry);

/** Send the photos of a sent entry that still wait; `told` hears of each step. Returns the entry as it then is. */
export const sendPhotos = (entry, told) => sender().then((part) => part.sendPhotos(entry, told), () => entry);

// What sends comes when there is something to send: what is stored by then is safe, and goes another time if it does not come.
const sender = () => import("./later/sending.js");

const hasWaiting = ({ photos }) => photos.some(({ state }) => state === "waiting");
const isUnfinished = (entry) => entry.state === "waiting" || (entry.state === "sent" && hasWaiting(entry));

/** Store an entry as it now is, of one that is done as much as may stay; tell this page and every other. */
export async function keep(given) {
  const known = await get(given.number).catch(() => null);
  const entry = { ...given, keep: given.keep ?? known?.keep }; // may have been said while it was on its way
  const isDone = entry.state === "sent" && !hasWaiting(entry);
  const isToGo = isDone && (entry.delicate || entry.keep === false);
  if (entry.state === "sent") entry.body = entry.values = undefined;
  const kept = isDone && !entry.keep ? { ...entry, access_code: undefined, link_token: undefined } : entry;
  await (isToGo ? remove(entry.number) : put(kept)).catch(() => {}); // what the network said counts, also if it cannot be kept
  listener(entry);
  otherPages()?.postMessage(entry);
}

function otherPages() {
  if (!channel && "BroadcastChannel" in self) {
    channel = new BroadcastChannel(NEWS);
    channel.onmessage = ({ data }) => listener(data);
  }
  return channel;
}

/** Do `act` in a transaction; a database that was closed under us, or lacks its store, is opened once more, and mended. */
async function inStore(mode, act) {
  try {
    return await inTime(attempt(mode, act));
  } catch (problem) {
    if (problem?.name === "NotFoundError") indexedDB.deleteDatabase("lapor");
    else if (problem?.name !== "InvalidStateError") throw problem;
    return inTime(attempt(mode, act));
  }
}

const inTime = (work) => Promise.race([work, new Promise((_, reject) => setTimeout(reject, PATIENCE_MS, new Error("no answer")))]);

function attempt(mode, act) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("lapor", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: "number" });
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      const end = (settle, value) => {
        database.close();
        settle(value);
      };
      database.onversionchange = () => database.close();
      try {
        const transaction = database.transaction(STORE, mode, { durability: "strict" });
        const request = act(transaction.objectStore(STORE));
        transaction.oncomplete = () => end(resolve, request.result);
        transaction.onabort = transaction.onerror = () => end(reject, transaction.error);
      } catch (problem) {
        end(reject, problem);
      }
    };
  });
}
