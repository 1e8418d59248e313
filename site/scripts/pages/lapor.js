/** The page *Lapor*: one filling of the form is one number, however often it is sent, and nothing typed is lost. */

import { reporting } from "../../../build/data/words.json";
import { mintAccessCode, mintNumber, mintToken } from "../number.js";
import * as outbox from "../outbox.js";
import { byId, clearProblems, controlOf, fill, reveal, sentence, sentenceOf, showProblems, stamp, start, unmark } from "../page.js";
import { filledIn, problemsOf, putBack, reportIn, showAnswers, typed } from "../report/answers.js";
import { forgetDraft, keepDraft, rememberedDraft } from "../report/draft.js";
import { chosenPhotos, connectPhotos, showPhotos } from "../report/photos.js";
import { hideReceipt, showReceipt, showSending, shownNumber, stateOf } from "../report/receipt.js";
import { connectSteps } from "../report/steps.js";

const AGAIN_MS = 15_000;
const form = byId("report");
const story = byId("story");
const all = /** @type {HTMLElement[]} */ ([...form.querySelectorAll(".step")]);
/** @type {Record<string, HTMLSelectElement>} */
const regions = Object.fromEntries(/** @type {const} */ (["province", "regency", "district", "village"]).map((id) => [id, byId(id)]));
const checks = all[all.length - 1];
const draft = rememberedDraft();
let identity = draft.identity ?? null; // of this filling; a refused report keeps its own
let sending = false;
let pressing = null; // a promise while a press is at work
let chosen = Promise.resolve(); // fulfilled when the regions last asked for are chosen
const insisted = new Map(); // what was asked again and left as it is, by the field
let picker = null; // chooses regions, once the part that reads their lists has come

// What the browser itself remembers of the fields would outlive a delicate report: the draft alone is put back.
form.autocomplete = "off";
form.reset();
for (const step of all) step.hidden = false;
for (const control of [regions.province, regions.regency, regions.district, story]) control.required = true;

if (draft.values?.province) chosen = chooseRegions(draft.values);
// A reload comes back to its step, but photos do not outlive it, so no further than there.
const begin = draft.values ? Math.min(history.state?.step ?? 0, all.indexOf(checks) - 1) : 0;
const steps = connectSteps(all, begin, (step, index) => {
  byId("back").hidden = index === 0;
  byId("next").textContent = step === checks ? reporting.send : reporting.next;
  byId("progress").textContent = sentence(reporting.progress, { step: index + 1, steps: all.length });
  byId("problems").hidden = byId("notice").hidden = true;
  if (!picker && step.contains(regions.province)) chooseRegions();
  const show = () => showAnswers(byId("answers"), all, form, reporting.affirmed, steps.to);
  if (step === checks) {
    show();
    chosen.then(show); // by their names, once the lists have come
  }
  listWaiting();
});
connectPhotos(Number(form.dataset.photos));
byId("forget").addEventListener("click", forget);

byId("back").addEventListener("click", steps.back);
byId("next").addEventListener("click", press);
form.addEventListener("submit", (event) => {
  event.preventDefault(); // the Enter key
  press();
});
// A choice of region empties the ones below it only on "change".
for (const event of ["input", "change"]) form.addEventListener(event, changed);
form.addEventListener("input", ({ target }) => unmark(target));
byId("leave").addEventListener("click", leave);
addEventListener("online", flush);
byId("send-now").addEventListener("click", flush);
outbox.onChange(heard);

byId("happened_on").max = new Date().toLocaleDateString("sv"); // Swedish dates are ISO dates, in the reader's zone
byId("happened_on").min = `${form.dataset.firstYear}-01-01`;
byId("keep").checked = Boolean(draft.keep);
putBack(form, draft.values ?? {}, regions);
setAside();
start();
flush();

/** Choose regions by their codes, or keep those chosen; the part that reads their lists comes with the first need of it. */
async function chooseRegions(codes) {
  const tell = (problem, retry) => {
    byId("regions-problem").hidden = !problem;
    byId("regions-again").onclick = retry;
  };
  picker ??= import("../regions.js").then(({ connectRegions }) => connectRegions(regions, tell));
  try {
    const choose = await picker;
    // Somebody may have chosen a province while the part was coming.
    await choose(codes ?? Object.fromEntries(Object.entries(regions).map(([level, select]) => [level, select.value])));
  } catch (problem) {
    picker = null;
    tell(problem, () => chooseRegions(codes));
  }
}

function changed() {
  setAside();
  keepDraft({ values: typed(form), identity, keep: byId("keep").checked, delicate: isDelicate() });
}

/** Put away the questions that the other answers make needless. */
function setAside() {
  const delicate = isDelicate();
  byId("leave").parentElement.hidden = !delicate && !identity;
  byId("keeping").hidden = delicate;
  const put = (element, away) => {
    element.hidden = away;
    element.classList.toggle("aside", away);
  };
  put(byId("payment"), !form.querySelector("[name=category]:checked[data-payment]"));
  put(byId("subject.name").closest(".field"), !(/** @type {RadioNodeList} */ (form.elements["subject.role"]).value));
  put(byId("reporter.beneficiary").closest(".field"), !byId("for_other-true").checked);
  const left = lettersLeft();
  byId("story-left").textContent = sentence(left < 0 ? reporting.too_many_letters : reporting.left, { left, over: -left });
}

function isDelicate() {
  return byId("flags-danger").checked;
}

function lettersLeft() {
  return Number(form.dataset.storyLimit) - [...story.value].length;
}

/** One press after another: what one of them asks may take a moment, and what it then asks again no other press answers. */
function press() {
  const work = pressing ? pressing.then((went) => went && advance()) : advance();
  if (typeof work === "boolean") return;
  pressing = work;
  work.finally(() => {
    if (pressing === work) pressing = null;
  });
}

/** Go on from this step, or say what is wrong with it; returns whether it went on, a promise when it must first load what it asks by. */
function advance() {
  const step = steps.current();
  const asked = step === checks ? form : step;
  const problems = problemsOf(asked, form, lettersLeft());
  const doubtful = problems.length ? [] : filledIn(asked);
  if (!doubtful.length) return goOn(step, problems);
  return import("../later/checks.js")
    .then(({ slipIn }) => doubtful.flatMap((control) => slipsOf(control, slipIn(control))), () => [])
    .then((slips) => step === steps.current() && goOn(step, slips));
}

function goOn(step, problems) {
  if (problems.length) {
    mendAt(problems);
    return false;
  }
  clearProblems(step);
  if (step === checks) send();
  else steps.next();
  return true;
}

/** Ask once more for what the server could not read; whoever leaves it as it is may go on. */
function slipsOf(control, message) {
  const seen = control.value || String(control.validity.badInput);
  if (!message || insisted.get(control.name) === seen) return [];
  insisted.set(control.name, seen);
  return [{ field: control.name, message }];
}

/** Go to the first step with a fault; what is wrong is said there, and at each field on the way. */
function mendAt(problems) {
  const step = all.find((one) => problems.some(({ field }) => one.contains(controlOf(form, field))));
  if (step) steps.to(step);
  showProblems(form, problems, (control) => {
    steps.to(control.closest(".step"));
    control.focus();
  });
}

/** Put the report into the outbox, show its receipt, then let it go. */
async function send() {
  if (sending) return;
  sending = true;
  byId("progress").textContent = byId("photos-state").textContent;
  const photos = await chosenPhotos();
  identity ??= { number: mintNumber(), access_code: mintAccessCode(), link_token: mintToken() };
  const content = { body: reportIn(form), values: typed(form), photos };
  const entry = { ...identity, delicate: isDelicate(), state: "waiting", ...content };
  await outbox.put(entry).catch(() => (entry.unkept = true));
  sending = false;
  form.hidden = byId("waiting").hidden = true;
  showReceipt(entry);
  if (entry.unkept) {
    changed(); // a reload must find the number, too
    sendUnkept(entry);
  } else {
    forgetDraft();
    wakeLater();
    flush();
  }
}

/** Send what waits, and say how that goes. */
async function flush() {
  showSending({ sending: true });
  showSending(await outbox.flush(flushed));
  // A browser in which pages cannot hear of each other, or of the service worker, looks.
  const now = shownNumber() && (await outbox.get(shownNumber()).catch(() => null));
  if (now) heard(now);
}

/** A try that this page made later has ended. */
const flushed = (state) => showSending(state);

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
  if (entry.number !== shownNumber()) listWaiting();
  else if (entry.state === "refused") mend(entry);
  else showReceipt(entry);
}

/** Bring a refused report back into the form, at its first fault; it keeps its number, and its place here until it goes again. */
async function mend({ number, access_code, link_token, values, photos, problem }) {
  identity = { number, access_code, link_token };
  hideReceipt();
  form.hidden = false;
  putBack(form, values, regions);
  showPhotos(photos);
  await chooseRegions(values);
  changed();
  if (problem.fields?.length) mendAt(problem.fields);
  else reveal(fill(byId("notice"), { text: sentenceOf(problem) }));
}

/** The reader has kept the receipt elsewhere: begin anew. */
async function forget() {
  await outbox.remove(shownNumber()).catch(() => {});
  identity = null;
  hideReceipt();
  forgetDraft();
  showPhotos([]);
  form.reset();
  form.hidden = false;
  chooseRegions({});
  setAside();
  steps.to(0);
  listWaiting();
}

/** Leave at once: nothing of what was typed stays here or in the history. What waits in the outbox still goes. */
async function leave() {
  forgetDraft();
  showPhotos([]);
  form.reset();
  if (identity) await outbox.remove(identity.number).catch(() => {});
  location.replace("about:blank");
}

/** List the reports that lie on this phone, other than the one in hand, above the first step. */
async function listWaiting() {
  const entries = (await outbox.all().catch(() => [])).filter(({ number }) => number !== identity?.number);
  byId("waiting").hidden = !entries.length || form.hidden || steps.current() !== all[0];
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
  form.hidden = true;
  showReceipt(entry);
}
