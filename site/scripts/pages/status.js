/** The page *Cek status*: puts the server's own answer into the page; a number after `#` is looked up at once. */

import { looking_up, messages } from "../../../build/data/words.json";
import { addPhotos } from "../add_photos.js";
import { call, patiently, Problem } from "../api.js";
import { parseNumber } from "../number.js";
import { all, flush, get, put } from "../outbox.js";
import { byId, clearProblems, markProblem, sentenceOf, stamp, start } from "../page.js";

const form = byId("look-up");
const number = byId("number");
const answer = byId("answer");
let latest = 0;
let token; // of the receipt link that was followed

form.addEventListener("submit", (event) => {
  event.preventDefault();
  token = undefined;
  lookUp();
});
answer.addEventListener("submit", (event) => {
  const talk = /** @type {HTMLFormElement} */ (event.target);
  if (!("talk" in talk.dataset)) return;
  event.preventDefault();
  say(talk);
});
answer.addEventListener("click", ({ target }) => /** @type {Element} */ (target).id === "print" && print());
answer.addEventListener("change", ({ target }) => /** @type {Element} */ (target).id === "add-photos" && add(target));
addEventListener("hashchange", lookUpFragment);

start();
lookUpFragment();
if (window.here) onThisPhone();
else addEventListener("here", onThisPhone);

/** Send what waits, and list what lies on this phone: by number, and with the code only for a second press. */
async function onThisPhone() {
  flush();
  const entries = await all().catch(() => []);
  byId("kept").hidden = !entries.length;
  byId("kept-list").replaceChildren(
    ...entries.map((entry) => {
      const line = stamp("kept-item", { number: entry.number });
      const [see, open] = line.querySelectorAll("button");
      see.onclick = () => lookUpKept(entry.number, "");
      open.onclick = () => lookUpKept(entry.number, entry.access_code);
      open.hidden = !entry.access_code;
      line.dataset.number = entry.number;
      return line;
    }),
  );
  if (!entries.length) return;
  const { freshOf } = await import("../later/fresh.js");
  const open = (body) => call("POST", "tickets/open", { body });
  for (const fresh of await freshOf(entries, open)) markKept(fresh, false);
}

/** Say, or say no more, that there is something new in a report that lies on this phone. */
function markKept(given, seen) {
  /** @type {HTMLElement} */
  const badge = byId("kept-list").querySelector(`[data-number="${given}"] [data-fresh]`);
  if (badge) badge.hidden = seen;
}

/** Mark what is new since the report was last opened here; a phone that keeps nothing knows nothing of that. */
async function freshen(result) {
  if (!window.here || !result?.querySelector("[data-version]")) return;
  const entry = await get(parseNumber(number.value));
  if (!entry) return;
  const { markFresh } = await import("../later/fresh.js");
  const seen = markFresh(result, entry.seen, () => stamp("fresh", {}));
  await put({ ...entry, seen });
  markKept(entry.number, true);
}

function lookUpKept(given, code) {
  token = undefined;
  number.value = given;
  /** @type {Record<string, any>} */ (form.elements).access_code.value = code;
  lookUp();
}

/** `#PKH-…` is a number, `#PKH-….token` a receipt link; the token does not stay in the address. */
function lookUpFragment() {
  const [text, secret] = location.hash.slice(1).split(".");
  const given = parseNumber(text);
  if (!given) return;
  token = secret;
  if (token) history.replaceState(null, "", `#${given}`);
  number.value = given;
  lookUp();
}

/** A report that still lies on this phone is known to nobody else: say so, and lead to where it is mended or sent. */
async function tellOfWaiting(given) {
  const entry = window.here && (await get(given).catch(() => null));
  if (!entry || entry.state === "sent" || parseNumber(number.value) !== given) return;
  answer.prepend(stamp("still-here", { text: entry.state === "refused" ? looking_up.refused_here : looking_up.waiting_here }));
}

async function lookUp() {
  const mine = ++latest;
  clearProblems(form);
  answer.replaceChildren();
  if (!parseNumber(number.value)) {
    markProblem(number, number.value.trim() ? form.dataset.badNumber : number.dataset.needed);
    number.focus();
    return;
  }
  byId("progress").textContent = looking_up.checking;
  const given = parseNumber(number.value);
  const fields = new URLSearchParams(/** @type {Record<string, string>} */ (/** @type {unknown} */ (new FormData(form))));
  fields.set("fragment", "1");
  if (token) fields.set("link_token", token);
  try {
    const parts = await patiently(form.action, { method: "POST", body: fields }, async (reply) => partsOf(await reply.text()));
    if (mine === latest) show(parts);
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    if (mine === latest) byId("progress").textContent = sentenceOf(problem);
    if (mine === latest) tellOfWaiting(given);
    return;
  }
  if (mine !== latest) return;
  byId("progress").textContent = "";
  if (!answer.querySelector("#result")) tellOfWaiting(given);
}

/** Return what a look-up gave: the ticket, what is wrong, or both. Another network's page has neither, and is no answer. */
function partsOf(page) {
  const all = new DOMParser().parseFromString(page, "text/html").querySelectorAll("#result, .notice--wrong");
  const parts = [...all].filter((part) => !part.parentElement.closest("#result"));
  if (!parts.length) throw new Problem("offline");
  return parts;
}

/** Send a form of the talk; what was typed stays in it until the report has it. (Its `action` is a field of its own.) */
async function say(talk) {
  const mine = ++latest;
  const button = talk.querySelector("[type=submit]");
  const fields = new URLSearchParams(/** @type {Record<string, string>} */ (/** @type {unknown} */ (new FormData(talk))));
  fields.set("fragment", "1");
  button.disabled = true;
  byId("progress").textContent = looking_up.sending;
  try {
    const parts = await patiently(talk.getAttribute("action"), { method: "POST", body: fields }, async (reply) => partsOf(await reply.text()));
    // What holds neither the report nor what was typed leaves the form where it is.
    const kept = parts.some((part) => part.matches("#result") || part.querySelector("[data-talk]"));
    byId("progress").textContent = kept ? "" : parts[0].textContent;
    if (kept && mine === latest) show(parts);
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    byId("progress").textContent = sentenceOf(problem);
  } finally {
    button.disabled = false;
  }
}

function show(parts) {
  answer.replaceChildren(...parts);
  /** @type {HTMLElement} */ (answer.querySelector("[tabindex]"))?.focus();
  freshen(byId("result")).catch(() => {}); // a nicety: the report is on show
}

function refuse(text) {
  const place = byId("add-photos-error");
  if (place) Object.assign(place, { textContent: text, hidden: false });
}

/** Add the photos that were picked, then show what has become of them. */
async function add(picker) {
  const secrets = { number: parseNumber(number.value), ...(token ? { link_token: token } : { access_code: /** @type {Record<string, any>} */ (form.elements).access_code.value }) };
  byId("progress").textContent = looking_up.sending_photos;
  try {
    const unread = await addPhotos([...picker.files].slice(0, Number(picker.dataset.room)), secrets);
    await lookUp();
    if (unread.length) refuse(unread.join(" "));
  } catch {
    byId("progress").textContent = "";
    refuse(messages.offline);
  }
}
