/** The receipt on the phone: shown before the network answers, with the report's true state. */

import { reporting } from "../../../build/data/words.json";
import { byId, fill, localTime, reveal, sentence } from "../page.js";
import { photoName } from "./photos.js";

const receipt = byId("receipt");
let shown = null; // the entry on show

/** Return the number on show, or null. */
export const shownNumber = () => shown?.number ?? null;

/** Show `entry` of the outbox as a receipt; take the reader there when it was not on show yet. */
export function showReceipt(entry) {
  const isNew = shown?.number !== entry.number;
  shown = entry;
  fill(receipt, {
    title: entry.state === "sent" ? reporting.received : reporting.saved,
    state: entry.unkept && entry.state === "waiting" ? reporting.not_kept : stateOf(entry),
    number: entry.number,
    access_code: entry.access_code,
    desk: entry.receipt?.desk.name,
  });
  receipt.querySelector("[data-slot=desk]").parentElement.hidden = !entry.receipt;
  byId("sent-photos").replaceChildren(...entry.photos.map(photoLine));
  byId("receipt-status").hash = entry.number;
  byId("receipt-status").hidden = entry.state !== "sent";
  byId("forget").hidden = entry.state !== "sent" || entry.photos.some(({ state }) => state === "waiting");
  if (isNew) {
    byId("share").href = `whatsapp://send?text=${encodeURIComponent(shareText())}`;
    fill(receipt, { qr: "" });
    reveal(receipt);
  }
  if (!receipt.querySelector("svg")) later().then(({ qr }) => entry.number === shownNumber() && fill(receipt, { qr: qr(link()) }));
}

/** Put the receipt away. */
export function hideReceipt() {
  shown = null;
  receipt.hidden = true;
}

/** Let the receipt's buttons work; `forget(number)` is called when the reader has kept it elsewhere. */
export function connectReceipt(forget) {
  byId("print").addEventListener("click", () => print());
  byId("save").addEventListener("click", async () => {
    const facts = [...receipt.querySelectorAll("dl div:not([hidden])")].map((line) => [...line.children].map((part) => part.textContent));
    (await later()).savePicture(document.title, facts, link(), `${shown.number}.png`);
  });
  byId("share").addEventListener("click", (event) => {
    if (!navigator.share) return;
    event.preventDefault();
    navigator.share({ text: shareText() }).catch(() => {}); // the reader thought better of it
  });
  byId("forget").addEventListener("click", () => forget(shown.number));
}

/** Return the state of an entry in one sentence (or a place that tells the time in the reader's zone). */
export function stateOf({ state, receipt: given }) {
  if (state === "refused") return reporting.refused;
  if (state === "waiting") return reporting.waiting;
  if (given.first_kept) return reporting.first_kept;
  return sentence(reporting.received_at, { at: localTime(given.received_at).textContent });
}

// Without signal before it was ever loaded, the receipt stands without a QR code: number and code are what counts.
const later = () => import("../later/receipt.js").catch(() => ({ qr: () => "", savePicture: () => print() }));

const statusAddress = () => new URL("../status/", location.href).href;
const link = () => `${statusAddress()}#${shown.number}.${shown.link_token}`;
const shareText = () => sentence(reporting.share, { number: shown.number, address: statusAddress() });

function photoLine({ state }, index) {
  const line = document.createElement("li");
  line.textContent = `${photoName(index)}: ${reporting[`photo_${state}`]}`;
  return line;
}
