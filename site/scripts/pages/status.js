/** The page *Cek status*: shows where a report stands, by its number; a number after `#` is looked up at once. */

import { fields, messages, statuses } from "../../../build/data/words.json";
import { call, Problem } from "../api.js";
import { parseNumber } from "../number.js";
import { byId, clearProblems, fill, localTime, markProblem, reveal, start } from "../page.js";

const form = byId("look-up");
const input = byId("number");
const notice = byId("notice");
const result = byId("result");
let latest = 0;

form.addEventListener("submit", (event) => {
  event.preventDefault();
  lookUp();
});
addEventListener("hashchange", lookUpFragment);

start(form);
lookUpFragment();

function lookUpFragment() {
  const number = parseNumber(location.hash.slice(1));
  if (!number) return;
  input.value = number;
  lookUp();
}

async function lookUp() {
  const mine = ++latest;
  clearProblems(form);
  notice.hidden = true;
  result.hidden = true;
  const number = parseNumber(input.value);
  if (!number) {
    markProblem(input, input.value.trim() ? fields.bad_number : fields.required);
    input.focus();
    return;
  }
  byId("progress").textContent = messages.checking;
  try {
    const ticket = await call("POST", "tickets/status", { body: { number } });
    if (mine === latest) show(ticket);
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    if (mine === latest) reveal(fill(notice, { text: problem.sentence }));
  } finally {
    if (mine === latest) byId("progress").textContent = "";
  }
}

function show({ number, status, next_step, desk, received_at, updated_at }) {
  fill(result, {
    number,
    status: statuses[status].label,
    next_step,
    desk: desk.name,
    received_at: localTime(received_at),
    updated_at: localTime(updated_at),
  });
  reveal(result);
}
