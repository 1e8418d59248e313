/** What comes after the questions of the page *Lapor*: one filling of the form is one number, however often it is sent. */

import { reporting } from "../../../build/data/words.json";
import { mintAccessCode, mintNumber, mintToken } from "../number.js";
import * as outbox from "../outbox.js";
import { byId, fill, longMonth, reveal, sentenceOf, stamp } from "../page.js";
import { reportIn, showAnswers } from "../report/answers.js";
import { slipIn } from "../report/checks.js";
import { forgetDraft, keepInTab, receiptInTab } from "../report/draft.js";
import { chosenPhotos, connectPhotos, showPhotos } from "../report/photos.js";
import { hideReceipt, showReceipt, showSending, shownEntry, stateOf, withoutBlanks } from "../report/receipt.js";
import { putBack, typed } from "../report/typed.js";

const AGAIN_MS = 15_000;
const MONTHS = 12; // offered by their names
let filling; // see pages/lapor.js
let sending = false;
const insisted = new Map(); // what was asked again and left as it is, by the field

/** Take over from the questions; returns what they call. */
export function connect(given) {
  filling = given;
  connectPhotos(Number(filling.form.dataset.photos));
  addEventListener("online", flush);
  byId("send-now").addEventListener("click", flush);
  byId("forget").addEventListener("click", forget);
  byId("share-phone").addEventListener("click", () => keepReceipt(false));
  byId("keep-receipt").addEventListener("click", () => keepReceipt(true));
  outbox.onChange(heard);
  offerMonths();
  listWaiting();
  openInTab().then(flush);
  return { slipsIn, review, send, leave, clear, listWaiting };
}

/** Ask once more for what the server could not read; whoever leaves it as it is may go on. Returns [{field, message}]. */
function slipsIn(controls) {
  return controls.flatMap((control) => {
    const message = slipIn(control);
    const seen = control.value || String(control.validity.badInput);
    if (!message || insisted.get(control.name) === seen) return [];
    insisted.set(control.name, seen);
    return [{ field: control.name, message }];
  });
}

function review() {
  showAnswers(byId("answers"), filling.steps, reporting.affirmed, filling.to);
}

function offerMonths() {
  const first = new Date();
  const names = Array.from({ length: MONTHS }, (_, back) => {
    const month = new Date(first.getFullYear(), first.getMonth() - back, 1);
    return new Option(longMonth(month.toLocaleDateString("sv").slice(0, 7)));
  });
  byId("months").replaceChildren(...names);
}

/** Put the report into the outbox, show its receipt, then let it go. */
async function send() {
  if (sending) return;
  sending = true;
  byId("progress").textContent = byId("photos-state").textContent;
  const photos = await chosenPhotos();
  filling.identity ??= { number: mintNumber(), access_code: mintAccessCode(), link_token: mintToken() };
  const { identity, form } = filling;
  const content = { body: reportIn(form), values: typed(form), photos, made_at: new Date().toISOString() };
  const entry = { ...identity, delicate: filling.isDelicate(), state: "waiting", ...content };
  await outbox.put(entry).catch(() => (entry.unkept = true));
  sending = false;
  form.hidden = byId("waiting").hidden = true;
  showReceipt(entry);
  if (entry.unkept) {
    filling.changed(); // a reload must find the number, too
    sendUnkept(entry);
  } else {
    forgetDraft();
    if (!entry.delicate) keepInTab(identity);
    wakeLater();
    flush();
  }
}

/** Send what waits, and say how that goes. */
async function flush() {
  showSending({ sending: true });
  showSending(await outbox.flush(showSending));
  // A browser in which pages cannot hear of each other, or of the service worker, looks.
  const number = shownEntry()?.number;
  const now = number && (await outbox.get(number).catch(() => null));
  if (now) heard(now);
}

/** A phone that keeps nothing: send from here, again whenever there is signal or time has passed. */
async function sendUnkept(entry) {
  showSending({ sending: true });
  const signal = new Promise((resolve) => {
    addEventListener("online", resolve, { once: true }); // may come during the try
    setTimeout(resolve, AGAIN_MS);
  });
  const now = await outbox.send(entry);
  showSending({ left: 1, next: Date.now() + AGAIN_MS });
  heard(now);
  if (now.state === "waiting") signal.then(() => sendUnkept(entry));
  if (now.state !== "sent") return;
  forgetDraft();
  outbox.sendPhotos(now, heard);
}

/** Ask the browser to send when there is signal, even if this page is closed by then. */
async function wakeLater() {
  navigator.storage?.persist?.().catch(() => {}); // so that a full phone clears other things first
  const worker = await navigator.serviceWorker?.getRegistration();
  worker?.sync?.register("lapor").catch(() => {});
}

/** An entry has changed, whoever changed it. */
function heard(entry) {
  listWaiting(); // also behind a receipt: what it says is true again when it comes back
  if (entry.number !== shownEntry()?.number) return;
  if (entry.state === "refused") mend(entry);
  else showReceipt(entry);
}

/** Bring a refused report back into the form, at its first fault; it keeps its number, and its place here until it goes again. */
async function mend({ number, access_code, link_token, values, photos, problem }) {
  filling.identity = { number, access_code, link_token };
  hideReceipt();
  filling.form.hidden = false;
  filling.again();
  putBack(filling.form, values, filling.regions);
  showPhotos(photos);
  await filling.chooseRegions(values);
  filling.changed();
  if (problem.fields?.length) filling.mendAt(problem.fields);
  else reveal(fill(byId("notice"), { text: sentenceOf(problem) }));
}

/** Its user has said whether this phone may keep the receipt on show. */
async function keepReceipt(keep) {
  const stored = await outbox.get(shownEntry().number).catch(() => null); // may have been sent meanwhile
  keepInTab(null);
  await outbox.keep({ ...shownEntry(), ...withoutBlanks(stored ?? {}), keep });
}

/** The reader wants nothing of the receipt here any more: begin anew. */
async function forget() {
  await outbox.remove(shownEntry().number).catch(() => {});
  filling.restart();
}

/** What the questions are emptied of, too. */
function clear() {
  hideReceipt();
  keepInTab(null);
  showPhotos([]);
  listWaiting();
}

/** Leave at once. */
async function leave() {
  keepInTab(null);
  if (filling.identity) await outbox.remove(filling.identity.number).catch(() => {});
}

/** Show the receipt that a reload of this tab has taken out of view, unless another report was begun since. */
async function openInTab() {
  const [visit] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  const number = visit?.type !== "navigate" && !filling.isBegun && receiptInTab()?.number;
  const entry = number && (await outbox.get(number).catch(() => null));
  if (entry && entry.state !== "refused" && !shownEntry()) open(entry);
}

/** List the reports that lie on this phone, other than the one in hand, above the first step. */
async function listWaiting() {
  const entries = (await outbox.all().catch(() => [])).filter(({ number }) => number !== filling.identity?.number);
  byId("waiting").hidden = !entries.length || filling.form.hidden || filling.current() !== filling.steps[0];
  byId("waiting-list").replaceChildren(
    ...entries.map((entry) => {
      const line = stamp("waiting-item", { number: entry.number, state: stateOf(entry) });
      line.querySelector("button").addEventListener("click", () => open(entry));
      return line;
    }),
  );
}

function open(entry) {
  byId("waiting").hidden = true;
  if (entry.state === "refused") {
    mend(entry);
    return;
  }
  filling.form.hidden = true;
  const inTab = receiptInTab();
  showReceipt(inTab?.number === entry.number ? { ...entry, ...inTab } : entry, true);
}
