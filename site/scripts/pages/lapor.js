/** The page *Lapor*: one filling of the form is one number, however often it is sent, and nothing typed is lost. */

import { messages, reporting } from "../../../build/data/words.json";
import { mintAccessCode, mintNumber, mintToken } from "../number.js";
import * as outbox from "../outbox.js";
import { byId, clearProblems, controlOf, fill, reveal, sentence, showProblems, stamp, start } from "../page.js";
import { connectRegions } from "../regions.js";
import { problemsOf, putBack, reportIn, showAnswers, typed } from "../report/answers.js";
import { forgetDraft, keepDraft, rememberedDraft } from "../report/draft.js";
import { chosenPhotos, connectPhotos, forgetPhotos } from "../report/photos.js";
import { connectReceipt, hideReceipt, showReceipt, shownNumber, stateOf } from "../report/receipt.js";
import { connectSteps } from "../report/steps.js";

const form = byId("report");
const story = byId("story");
const all = [...form.querySelectorAll(".step")];
const regions = Object.fromEntries(["province", "regency", "district", "village"].map((id) => [id, byId(id)]));
const checks = all.at(-1);
let identity = null; // of this filling; a refused report keeps its own
let sending = false;

for (const step of all) step.hidden = false;
for (const control of [regions.province, regions.regency, regions.district, story]) control.required = true;

const chooseRegions = connectRegions(regions, (problem, retry) => {
  byId("regions-problem").hidden = !problem;
  byId("regions-again").onclick = retry;
});
const steps = connectSteps(all, (step, index) => {
  byId("back").hidden = index === 0;
  byId("next").textContent = step === checks ? reporting.send : reporting.next;
  byId("progress").textContent = sentence(reporting.progress, { step: index + 1, steps: all.length });
  clearProblems(form);
  byId("notice").hidden = true;
  if (step === checks) showAnswers(byId("answers"), all, form, reporting.affirmed, steps.to);
});
connectPhotos(Number(form.dataset.photos));
connectReceipt(forget);

byId("back").addEventListener("click", steps.back);
byId("next").addEventListener("click", advance);
form.addEventListener("submit", (event) => {
  event.preventDefault(); // the Enter key
  advance();
});
// A choice of region empties the ones below it only on "change".
for (const event of ["input", "change"]) form.addEventListener(event, changed);
byId("leave").addEventListener("click", leave);
addEventListener("online", () => outbox.flush());
outbox.onChange(heard);

byId("happened_on").max = new Date().toLocaleDateString("sv"); // Swedish dates are ISO dates, in the reader's zone
const draft = rememberedDraft();
identity = draft.identity ?? null;
byId("keep").checked = Boolean(draft.keep);
putBack(form, draft.values ?? {}, regions);
chooseRegions(draft.values ?? {});
setAside();
start();
outbox.flush().then(listWaiting, () => {});

function changed() {
  setAside();
  keepDraft({ values: typed(form), identity, keep: byId("keep").checked, delicate: isDelicate() });
}

/** Put away the questions that the other answers make needless. */
function setAside() {
  const delicate = isDelicate();
  byId("leave").parentElement.hidden = !delicate;
  byId("keeping").hidden = delicate;
  const put = (element, away) => {
    element.hidden = away;
    element.classList.toggle("aside", away);
  };
  put(byId("payment"), !form.querySelector("[name=category]:checked[data-payment]"));
  put(byId("subject.name").closest(".field"), !form.elements["subject.role"].value);
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

function advance() {
  const step = steps.current();
  const problems = problemsOf(step, form, lettersLeft());
  if (problems.length) showProblems(form, problems);
  else if (step !== checks) steps.next();
  else send();
}

/** Put the report into the outbox, show its receipt, then let it go. */
async function send() {
  if (sending) return;
  sending = true;
  identity ??= { number: mintNumber(), access_code: mintAccessCode(), link_token: mintToken() };
  const entry = { ...identity, delicate: isDelicate(), state: "waiting", body: reportIn(form), photos: chosenPhotos() };
  const keeps = await outbox.put(entry).then(
    () => true,
    () => false,
  );
  form.hidden = true;
  byId("waiting").hidden = true;
  await showReceipt(entry, keeps);
  if (keeps) {
    forgetDraft();
    wakeLater();
    await outbox.flush();
  } else {
    heard(await sendUnkept(entry));
  }
  sending = false;
}

/** A phone that keeps nothing: send from here, again whenever there is signal. */
async function sendUnkept(entry) {
  const now = await outbox.send(entry);
  if (now.state === "waiting") addEventListener("online", async () => heard(await sendUnkept(entry)), { once: true });
  return now.state === "sent" ? outbox.sendPhotos(now, heard) : now;
}

/** Ask the browser to send when there is signal, even if this page is closed by then. */
async function wakeLater() {
  const worker = await navigator.serviceWorker?.getRegistration();
  worker?.sync?.register("lapor").catch(() => {});
}

/** An entry has changed, whoever changed it. */
function heard(entry) {
  if (entry.number !== shownNumber()) listWaiting();
  else if (entry.state === "refused") mend(entry);
  else showReceipt(entry);
}

/** Bring a refused report back into the form, at its first fault; its number stays the same. */
async function mend(entry) {
  const { number, access_code, link_token, problem } = entry;
  identity = { number, access_code, link_token };
  await outbox.remove(number).catch(() => {});
  hideReceipt();
  form.hidden = false;
  changed();
  const first = problem.fields?.map(({ field }) => controlOf(form, field)).find(Boolean);
  if (first) steps.to(first.closest(".step"));
  if (problem.fields?.length) showProblems(form, problem.fields);
  else reveal(fill(byId("notice"), { text: problem.title ?? messages.offline }));
}

async function forget(number) {
  await outbox.remove(number).catch(() => {});
  startAnew();
  listWaiting();
}

function startAnew() {
  identity = null;
  hideReceipt();
  forgetDraft();
  forgetPhotos();
  form.reset();
  form.hidden = false;
  chooseRegions({});
  setAside();
  steps.to(0);
}

/** Leave at once: nothing of what was typed stays here or in the history. What is already sent to the outbox still goes. */
function leave() {
  forgetDraft();
  form.reset();
  location.replace("about:blank");
}

/** List the reports that lie on this phone, other than the one on show. */
async function listWaiting() {
  const entries = (await outbox.all().catch(() => [])).filter(({ number }) => number !== shownNumber());
  byId("waiting").hidden = !entries.length || shownNumber() !== null;
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
