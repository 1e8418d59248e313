/** The page *Lapor*: one filling of the form is one number, however often it is sent, and nothing typed is lost. */

import { messages } from "../../../build/data/words.json";
import { call, Problem } from "../api.js";
import { mintAccessCode, mintNumber } from "../number.js";
import { byId, clearProblems, fill, localTime, reveal, sentence, showProblems, start } from "../page.js";
import { connectRegions } from "../regions.js";

const KEPT = "laporan"; // in this tab only: closing it forgets, a reload or a full memory does not
const form = byId("report");
const story = byId("story");
const notice = byId("notice");
const receipt = byId("receipt");
const button = byId("send");
const regionSelects = Object.fromEntries(["province", "regency", "district", "village"].map((id) => [id, byId(id)]));

/** {values, identity, receipt}: what was typed, the number and code it goes under, the answer. */
const kept = remembered();
let sending = false;

const chooseRegions = connectRegions(regionSelects, (problem, retry) => {
  byId("regions-problem").hidden = !problem;
  byId("regions-again").onclick = retry;
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});
// A choice of region empties the ones below it only on "change".
for (const event of ["input", "change"]) form.addEventListener(event, () => keep({ values: typed() }));
story.addEventListener("input", countLetters);
byId("again").addEventListener("click", writeAnother);

byId("happened_on").max = new Date().toLocaleDateString("sv"); // Swedish dates are ISO dates, in the reader's zone
start();
if (kept.receipt) showReceipt();
else showForm();

function showForm() {
  form.hidden = false;
  for (const [id, value] of Object.entries(kept.values ?? {})) {
    const control = form.elements[id];
    if (control?.type === "radio") control.checked = value;
    else if (control && !(id in regionSelects)) control.value = value;
  }
  countLetters();
  chooseRegions(kept.values ?? {});
}

async function send() {
  if (sending) return;
  clearProblems(form);
  notice.hidden = true;
  const problems = [...form.elements].flatMap(problemsOf);
  if (problems.length) {
    showProblems(form, problems);
    return;
  }
  sending = true;
  button.textContent = messages.sending;
  if (!kept.identity) keep({ identity: { number: mintNumber(), access_code: mintAccessCode() } });
  try {
    keep({ receipt: await file() });
    if (!kept.receipt.is_first) keep({ values: undefined });
    showReceipt();
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    explain(problem);
  } finally {
    sending = false;
    button.textContent = notice.hidden ? messages.send : messages.send_again;
  }
}

/** Send the report; return what the receipt shows. */
async function file() {
  try {
    return await call("POST", "tickets", { body: { ...kept.identity, ...report() } });
  } catch (problem) {
    if (problem.code !== "number_used") throw problem;
    // Nobody else can hold this number: an earlier try arrived, its answer was lost, and the report was changed since.
    const status = await call("POST", "tickets/status", { body: { number: kept.identity.number } });
    return { ...status, access_code: kept.identity.access_code, is_first: true };
  }
}

function explain(problem) {
  if (problem.fields.length) {
    showProblems(form, problem.fields);
    return;
  }
  fill(notice, {
    text: problem.code === "offline" ? messages.report_offline : problem.sentence,
    number: sentence(messages.same_number, kept.identity),
  });
  reveal(notice);
}

function showReceipt() {
  const { number, access_code, desk, received_at, is_first } = kept.receipt;
  form.hidden = true;
  const text = is_first ? messages.first_kept : "";
  fill(receipt, { notice: text, number, access_code, desk: desk.name, received_at: localTime(received_at) });
  receipt.querySelector(".notice").hidden = !is_first;
  byId("receipt-status").hash = number;
  reveal(receipt);
}

function writeAnother() {
  keep({ receipt: undefined, identity: undefined });
  receipt.hidden = true;
  form.reset();
  showForm();
  form.elements.kind[0].focus();
}

/** What the phone can see by itself; everything else is the server's to say. */
function problemsOf(control) {
  const problem = (code) => [{ field: control.name || control.id, code }];
  if (control.required && !control.value.trim()) return problem("required");
  if (control.validity.badInput) return problem("bad_date");
  return control === story && lettersLeft() < 0 ? problem("too_long") : [];
}

/** The body of the report: what was filled in, `reporter.name` as {reporter: {name}}. */
function report() {
  const body = {};
  for (const [path, value] of new FormData(form)) {
    const [outer, inner] = path.split(".");
    if (!value.trim()) continue;
    if (inner) body[outer] = { ...body[outer], [inner]: value };
    else body[outer] = value;
  }
  return body;
}

function typed() {
  const controls = [...form.elements].filter((control) => control.matches("input, select, textarea"));
  return Object.fromEntries(controls.map((control) => [control.id, control.type === "radio" ? control.checked : control.value]));
}

// A browser that keeps nothing (its user forbade it) can still send.
function remembered() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT)) ?? {};
  } catch {
    return {};
  }
}

function keep(changes) {
  Object.assign(kept, changes);
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(kept));
  } catch {
    // as above
  }
}

function countLetters() {
  const left = lettersLeft();
  byId("story-left").textContent = sentence(left < 0 ? messages.too_many_letters : messages.left, { left, over: -left });
}

function lettersLeft() {
  return Number(form.dataset.storyLimit) - [...story.value].length;
}
