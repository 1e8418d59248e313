/** The page *Cek status*: puts the server's own answer into the page; a number after `#` is looked up at once. */

import { looking_up } from "../../../build/data/words.json";
import { patiently, Problem } from "../api.js";
import { parseNumber } from "../number.js";
import { flush } from "../outbox.js";
import { byId, clearProblems, markProblem, sentenceOf, start } from "../page.js";

const form = byId("look-up");
const number = byId("number");
const answer = byId("answer");
let latest = 0;

form.addEventListener("submit", (event) => {
  event.preventDefault();
  lookUp();
});
answer.addEventListener("click", ({ target }) => target.id === "print" && print());
addEventListener("hashchange", lookUpFragment);

start();
lookUpFragment();
flush().catch(() => {}); // a browser that keeps nothing has nothing to send

/** `#PKH-…` is a number, `#PKH-….token` a receipt link; the token does not stay in the address. */
function lookUpFragment() {
  const [text, token] = location.hash.slice(1).split(".");
  const given = parseNumber(text);
  if (!given) return;
  if (token) history.replaceState(null, "", `#${given}`);
  number.value = given;
  lookUp(token);
}

async function lookUp(token) {
  const mine = ++latest;
  clearProblems(form);
  answer.replaceChildren();
  if (!parseNumber(number.value)) {
    markProblem(number, form.dataset[number.value.trim() ? "badNumber" : "required"]);
    number.focus();
    return;
  }
  byId("progress").textContent = looking_up.checking;
  const fields = new URLSearchParams(new FormData(form));
  fields.set("fragment", "1");
  if (token) fields.set("link_token", token);
  try {
    const page = await patiently(form.action, { method: "POST", body: fields }, (reply) => reply.text());
    if (mine === latest) show(page);
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    if (mine === latest) byId("progress").textContent = sentenceOf(problem);
    return;
  }
  if (mine === latest) byId("progress").textContent = "";
}

function show(page) {
  const { body } = new DOMParser().parseFromString(page, "text/html");
  answer.replaceChildren(...body.children);
  answer.querySelector("[tabindex]")?.focus();
}
