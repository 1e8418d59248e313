/** The receipt on the phone: shown before the network answers, with the report's true state. */

import { reporting } from "../../../build/data/words.json";
import { byId, fill, localTime, longDate, reveal, sentence } from "../page.js";
import { photoName } from "./photos.js";

const receipt = byId("receipt");
const paper = document.documentElement.classList; // what the print rules go by
let shown = null; // the entry on show
/** @type {{sending?: boolean, left?: number, next?: number, down?: boolean}} */
let sending = {}; // how sending goes: {sending} while it does, {left, next, down} between two tries

/** Return the number on show, or null. */
export const shownNumber = () => shown?.number ?? null;

/** Show `entry` of the outbox as a receipt; take the reader there when it was not on show yet. */
export function showReceipt(entry) {
  const isNew = shown?.number !== entry.number;
  shown = entry;
  const { passed, answer_due: due } = entry.receipt ?? {}; // receipts of before say nothing of them
  fill(receipt, {
    title: entry.state === "sent" ? reporting.received : reporting.saved,
    state: stateOf(entry, sending),
    number: entry.number,
    access_code: entry.access_code,
    desk: entry.receipt?.desk.name,
    answer_due: due && longDate(due),
    passed: passed?.map(({ name }) => name).join(", "),
  });
  for (const [slot, shown] of Object.entries({ desk: entry.receipt, answer_due: due, passed: passed?.length })) {
    receipt.querySelector(`[data-slot=${slot}]`).parentElement.hidden = !shown;
  }
  byId("sent-photos").replaceChildren(...entry.photos.map(photoLine));
  byId("send-now").hidden = entry.state !== "waiting" || Boolean(sending.sending);
  byId("receipt-status").hash = entry.number;
  byId("receipt-status").hidden = entry.state !== "sent";
  byId("forget").hidden = entry.state !== "sent" || entry.photos.some(({ state }) => state === "waiting");
  if (isNew) {
    fill(receipt, { qr: "" });
    paper.add("slip");
    reveal(receipt);
  }
  if (!receipt.querySelector("svg")) enliven(entry);
}

/** Say how sending goes, as `outbox.flush` tells it. */
export function showSending(state) {
  sending = state;
  if (shown?.state === "waiting") showReceipt(shown);
}

/** Put the receipt away. */
export function hideReceipt() {
  shown = null;
  paper.remove("slip");
  receipt.hidden = true;
}

/**
 * Return the state of an entry in one sentence; `trying` tells how sending goes, of the one that is on show.
 * @param {any} entry
 * @param {{sending?: boolean, left?: number, next?: number, down?: boolean}} trying
 */
export function stateOf({ state, receipt: given, unkept }, { sending, next, down } = {}) {
  if (state === "refused") return reporting.refused;
  if (state === "waiting") {
    if (sending) return reporting.sending;
    if (unkept) return reporting.not_kept;
    return down && next ? sentence(reporting.down, { time: hour(next) }) : reporting.waiting;
  }
  if (given.first_kept) return reporting.first_kept;
  const said = given.as_typed ? reporting.received_as_typed : reporting.received_at;
  return sentence(said, { at: localTime(given.received_at).textContent });
}

const hour = (at) => new Date(at).toLocaleTimeString("id-ID", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

/** Draw the QR code and let the buttons work. Without signal before it was ever loaded, number and code are what counts. */
async function enliven({ number, link_token }) {
  const address = new URL("../status/", location.href).href;
  const text = sentence(reporting.share, { number, address });
  byId("share").href = `https://wa.me/?text=${encodeURIComponent(text)}`;
  const later = await import("../later/receipt.js").catch(() => null);
  if (later && number === shownNumber()) later.enliven(receipt, `${address}#${number}.${link_token}`, text);
}

function photoLine({ state }, index) {
  const line = document.createElement("li");
  line.textContent = `${photoName(index)}: ${reporting[`photo_${state}`]}`;
  return line;
}
