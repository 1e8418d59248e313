/** The receipt on the phone: shown before the network answers, with the report's true state. */

import { reporting } from "../../../build/data/words.json";
import { byId, entitle, fill, localTime, longDate, reveal, sentence } from "../page.js";
import { photoName } from "./photos.js";

const receipt = byId("receipt");
const paper = document.documentElement.classList; // what the print rules go by
let shown = null; // the entry on show
byId("uncover").onclick = () => receipt.classList.remove("covered");
/** @type {{sending?: boolean, left?: number, next?: number, down?: boolean}} */
let sending = {}; // how sending goes: {sending} while it does, {left, next, down} between two tries

/** Return the entry on show, or null. */
export const shownEntry = () => shown;

/**
 * Show `entry` of the outbox as a receipt; take the reader there when it was not on show yet. What opens the report lies behind a
 * press if it is `covered`: the receipt of another day, on a phone that others may hold.
 */
export function showReceipt(entry, covered = false) {
  const isNew = shown?.number !== entry.number;
  shown = isNew ? entry : { ...shown, ...withoutBlanks(entry) };
  const { state, number, access_code, made_at, delicate, keep, unkept } = shown;
  const { desk, passed, answer_due: answer, deadline, received_at } = shown.receipt ?? {}; // receipts of before say nothing of some
  const at = received_at ?? made_at;
  const facts = {
    number,
    access_code,
    at: at && localTime(at),
    desk: desk?.name,
    due: deadline?.says,
    answer_due: answer && longDate(answer),
    passed: passed?.map(({ name }) => name).join(", "),
    site: `${location.host}/status/`,
  };
  fill(receipt, { state: stateOf(shown, sending), ...facts });
  for (const [slot, fact] of Object.entries(facts)) receipt.querySelector(`[data-slot=${slot}]`).parentElement.hidden = !fact;
  byId("sent-photos").replaceChildren(...shown.photos.map(photoLine));
  byId("send-now").hidden = state !== "waiting" || Boolean(sending.sending);
  byId("receipt-status").hash = number;
  byId("receipt-status").hidden = state !== "sent";
  const mayStay = !delicate && keep !== false && !unkept;
  byId("asked").hidden = !mayStay || keep || !access_code;
  byId("kept").hidden = unkept || !byId("asked").hidden;
  byId("kept").textContent = mayStay ? (access_code ? reporting.kept : reporting.number_kept) : reporting.not_kept_here;
  byId("forget").hidden = !mayStay || state !== "sent" || shown.photos.some((photo) => photo.state === "waiting");
  entitle(state === "sent" ? reporting.received : reporting.saved);
  if (isNew) {
    fill(receipt, { qr: "" });
    receipt.classList.toggle("covered", covered && Boolean(access_code));
    byId("progress").textContent = "";
    paper.add("slip");
    reveal(receipt);
  }
  if (access_code && !receipt.querySelector("svg")) enliven(shown);
}

/** Return an entry as far as the store holds it: what it no longer does may still be on show. */
export const withoutBlanks = (entry) => Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined));

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
  if (later && number === shown?.number) later.enliven(receipt, `${address}#${number}.${link_token}`, text);
}

function photoLine({ state }, index) {
  const line = document.createElement("li");
  line.textContent = `${photoName(index)}: ${reporting[`photo_${state}`]}`;
  return line;
}
