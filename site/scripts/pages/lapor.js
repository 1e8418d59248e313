/**
 * The page *Lapor*, as far as it is needed at once: asks step by step and keeps what is typed. What comes after the questions
 * (checking, sending, the receipt) is `parts/finishing.js`, which comes while they are answered.
 */

import { asking, messages } from "../../../build/data/words.json";
import { byId, clearProblems, controlOf, entitle, fill, reveal, sentence, showProblems, start, unmark } from "../page.js";
import { forgetDraft, keepDraft, rememberedDraft } from "../report/draft.js";
import { connectSteps } from "../report/steps.js";
import { doubtful, problemsOf, putBack, typed } from "../report/typed.js";

const NEUTRAL = "https://id.wikipedia.org/"; // where somebody lands who leaves at once
const form = byId("report");
const story = byId("story");
const all = /** @type {HTMLElement[]} */ ([...form.querySelectorAll(".step")]);
/** @type {Record<string, HTMLSelectElement>} */
const regions = Object.fromEntries(/** @type {const} */ (["province", "regency", "district", "village"]).map((id) => [id, byId(id)]));
const checks = all[all.length - 1];
const draft = rememberedDraft();
let part = null; // a promise of what comes after the questions
let finishing = null; // the same, once it has come
let pressing = null; // a promise while a press is at work
let chosen = Promise.resolve(); // fulfilled when the regions last asked for are chosen
let picker = null; // chooses regions, once the part that reads their lists has come

/** What the part after the questions works with. `identity` is that of this filling: a refused report keeps its own. */
const filling = {
  form,
  steps: all,
  regions,
  identity: draft.identity ?? null,
  isBegun: Boolean(draft.values),
  to: (step) => steps.to(step),
  again: () => steps.again(),
  current: () => steps.current(),
  isDelicate,
  changed,
  chooseRegions,
  mendAt,
  restart,
};

// What the browser itself remembers of the fields would outlive a delicate report: the draft alone is put back.
form.autocomplete = "off";
form.reset();
for (const step of all) step.hidden = false;

if (draft.values?.province) chosen = chooseRegions(draft.values);
// A reload comes back to its step, but photos do not outlive it, so no further than there.
const begin = draft.values ? Math.min(history.state?.step ?? 0, all.indexOf(checks) - 1) : 0;
const steps = connectSteps(all, begin, (step, index, isMoved) => {
  byId("back").hidden = index === 0;
  byId("next").textContent = step === checks ? asking.send : asking.next;
  byId("progress").textContent = sentence(asking.progress, { step: index + 1, steps: all.length });
  byId("problems").hidden = byId("notice").hidden = true;
  entitle(step.querySelector("legend").textContent);
  if (isMoved) {
    byId("heading").focus();
    scrollTo(0, 0);
  }
  if (!picker && step.contains(regions.province)) chooseRegions();
  finishing?.listWaiting();
  if (step === checks) review();
});

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
byId("clear").addEventListener("click", restart);

byId("happened_on").max = new Date().toLocaleDateString("sv"); // Swedish dates are ISO dates, in the reader's zone
byId("happened_on").min = `${form.dataset.firstYear}-01-01`;
byId("keep").checked = Boolean(draft.keep);
putBack(form, draft.values ?? {}, regions);
// A guide leads here with the problem that it is about.
const named = !draft.values && document.getElementById(location.hash.slice(1));
if (named instanceof HTMLInputElement) named.checked = true;
setAside();
start();
if (draft.values || window.here) finish();
else addEventListener("here", finish);

/** Fetch what comes after the questions, if it has not come; a failure is forgotten, so that the next try asks again. */
function finish() {
  part ??= import(FINISHING).then((/** @type {typeof import("../parts/finishing.js")} */ { connect }) => {
    finishing = connect(filling);
    return finishing;
  });
  part.catch(() => (part = null));
  return part;
}

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
  keepDraft({ values: typed(form), identity: filling.identity, keep: byId("keep").checked, delicate: isDelicate() });
}

/** Put away the questions that the other answers make needless. */
function setAside() {
  const delicate = isDelicate();
  byId("leaving").hidden = !delicate && !filling.identity;
  byId("leaving").parentElement.classList.toggle("stays", delicate); // in reach, however far somebody has read
  byId("keeping").hidden = delicate;
  for (const said of form.querySelectorAll(".if-delicate")) /** @type {HTMLElement} */ (said).hidden = !delicate;
  const put = (element, away) => {
    element.hidden = away;
    element.classList.toggle("aside", away);
  };
  put(byId("payment"), !form.querySelector("[name=category]:checked[data-payment]"));
  put(byId("subject.name").closest(".field"), !(/** @type {RadioNodeList} */ (form.elements["subject.role"]).value));
  put(byId("reporter.beneficiary").closest(".field"), !byId("for_other-true").checked);
  const left = lettersLeft();
  byId("story-left").textContent = sentence(left < 0 ? asking.too_many_letters : asking.left, { left, over: -left });
}

function isDelicate() {
  return Boolean(form.querySelector("[data-delicate]:checked"));
}

function lettersLeft() {
  return Number(form.dataset.storyLimit) - [...story.value].length;
}

/** Show the answers once more: regions by their names, once the lists have come. */
function review() {
  finish().then(({ review }) => {
    review();
    chosen.then(review);
  }, () => {}); // the button says so
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
  const filled = problems.length ? [] : doubtful(asked);
  if (problems.length || (step !== checks && !filled.length)) return goOn(step, problems);
  return finish().then(
    ({ slipsIn }) => step === steps.current() && goOn(step, slipsIn(filled)),
    () => (step === checks ? failed() : goOn(step, [])),
  );
}

function failed() {
  reveal(fill(byId("notice"), { text: messages.offline }));
  return false;
}

function goOn(step, problems) {
  if (problems.length) {
    mendAt(problems);
    return false;
  }
  clearProblems(step);
  if (step === checks) {
    finishing.send();
    return true;
  }
  steps.next();
  finish().catch(() => {}); // it is asked for again
  return true;
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

/** Forget what was typed and begin anew. */
function restart() {
  filling.identity = null;
  forgetDraft();
  form.reset();
  form.hidden = false;
  finishing?.clear();
  if (picker) chooseRegions({});
  setAside();
  clearProblems(form);
  steps.to(0);
  steps.again();
}

/** Leave at once: nothing of what was typed stays here, in view or in the history. What waits in the outbox still goes. */
async function leave() {
  form.reset();
  document.body.replaceChildren();
  document.title = "";
  forgetDraft();
  await finishing?.leave();
  location.replace(NEUTRAL);
}
