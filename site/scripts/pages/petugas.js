/** The page *Petugas*: inbox and tickets of the signed-in officer's desk. `#` shows the inbox, `#PKH-…` one ticket. */

import { actions, categories, desk_work, kinds, labels, messages, statuses, subject_roles } from "../../../build/data/words.json";
import { complainantOf, flagsOf, paymentOf, unreadOf, wishesOf } from "../console/said.js";
import { call, Problem } from "../api.js";
import { parseNumber } from "../number.js";
import { byId, clearProblems, fill, localTime, longDate, markProblem, reveal, sentence, sentenceOf, stamp, start } from "../page.js";
import { placeNames } from "../regions.js";
import { currentToken, finishSignIn, forget, signIn, signOut } from "../sign-in.js";

const views = { inbox: byId("inbox"), ticket: byId("ticket") };
const notice = byId("notice");
/** @type {NodeListOf<HTMLElement>} The fields that any action may need; the ticket's actions say which are shown. */
const fields = byId("move").querySelectorAll("[data-field]");
const handling = /** @type {HTMLDetailsElement} */ (byId("handling"));
/** @type {(name: string) => HTMLTextAreaElement | HTMLSelectElement} */
const control = (name) => document.querySelector(`#${name}`);
let opened = 0; // counts views, so that a late answer never overwrites a newer one
let cursor = null;
let ticket = null;
let moving = false;

byId("sign-in").addEventListener("click", () => attempt(signIn));
byId("sign-out").addEventListener("click", () => {
  showSignedOut(desk_work.signed_out);
  attempt(signOut);
});
byId("status").addEventListener("change", () => attempt(() => showInbox()));
byId("more").addEventListener("click", () => attempt(() => showMore()));
byId("move").addEventListener("submit", (event) => {
  event.preventDefault();
  move(/** @type {HTMLButtonElement} */ (event.submitter).value);
});
handling.addEventListener("toggle", () => handling.open && attempt(offerPeople));
addEventListener("hashchange", () => currentToken() && attempt(open));

start();
attempt(async () => {
  await finishSignIn();
  if (!currentToken()) {
    showSignedOut();
    return;
  }
  const me = await staff("GET", "me");
  fill(byId("me"), { name: me.name, desk: me.desk.name });
  byId("me").hidden = false;
  await open();
});

function staff(method, path, body) {
  return call(method, `staff/${path}`, { body, token: currentToken() });
}

/** Do `work` and say what went wrong; a refused token ends the sign-in. */
async function attempt(work) {
  say(null);
  byId("progress").textContent = desk_work.loading;
  try {
    await work();
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    if (problem.code === "not_signed_in" || problem.code === "sign_in") {
      forget();
      showSignedOut(problem.code === "sign_in" ? desk_work.sign_in_failed : sentenceOf(problem));
    } else {
      if (!currentToken()) byId("signed-out").hidden = false;
      if (problem.code === "not_staff") byId("me").hidden = false;
      say(sentenceOf(problem));
    }
  } finally {
    byId("progress").textContent = "";
  }
}

function say(text) {
  notice.hidden = true;
  if (text) reveal(fill(notice, { text }));
}

function showSignedOut(text) {
  opened++;
  ticket = null;
  for (const part of [byId("me"), ...Object.values(views)]) part.hidden = true;
  byId("items").replaceChildren();
  byId("signed-out").hidden = false;
  say(text);
}

async function open() {
  const number = parseNumber(location.hash.slice(1));
  clearFields();
  if (number) await showTicket(number);
  else await showInbox();
}

async function showInbox() {
  cursor = null;
  byId("items").replaceChildren();
  byId("more").hidden = true;
  show("inbox");
  await showMore();
}

async function showMore() {
  const mine = opened;
  const wanted = Object.entries({ status: byId("status").value, cursor }).filter(([, value]) => value);
  const page = await staff("GET", `tickets?${new URLSearchParams(wanted)}`);
  if (mine !== opened) return;
  cursor = page.next;
  byId("items").append(...page.items.map(row));
  byId("more").hidden = !cursor;
  if (!byId("items").children.length) say(desk_work.inbox_empty);
}

function row(item) {
  const element = stamp("item", {
    number: item.number,
    category: categories[item.category],
    status: statuses[item.status].label,
    ...marksOf(item),
    desk: item.desk.name,
    received_at: localTime(item.received_at),
  });
  element.querySelector("a").href = `#${item.number}`;
  return element;
}

/** The marks of a ticket in words; what is empty is not shown. */
function marksOf({ confidential, urgent, held }) {
  return {
    confidential: confidential ? desk_work.confidential : "",
    urgent: urgent ? desk_work.urgent : "",
    held: { mine: desk_work.held_mine, others: desk_work.held_others }[held] ?? desk_work.held_nobody,
  };
}

async function showTicket(number) {
  opened++;
  const mine = opened;
  const fresh = await staff("GET", `tickets/${number}`);
  if (mine !== opened) return;
  show("ticket");
  handling.open = false;
  drawTicket(fresh);
}

function show(name) {
  opened++;
  for (const [other, view] of Object.entries(views)) view.hidden = other !== name;
  views[name].focus();
}

function drawTicket(fresh) {
  ticket = fresh;
  const { role, name } = fresh.subject ?? {};
  fill(views.ticket, {
    number: fresh.number,
    status: statuses[fresh.status].label,
    ...marksOf(fresh),
    flags: flagsOf(fresh) || messages.none,
    wishes: wishesOf(fresh) || messages.none,
    kind: kinds[fresh.kind],
    category: categories[fresh.category],
    payment: paymentOf(fresh) || messages.none,
    complainant: complainantOf(fresh) || messages.none,
    place: [fresh.village, fresh.district].filter(Boolean).join(", "),
    happened_on: fresh.happened_on ? longDate(fresh.happened_on) : messages.none,
    subject: [subject_roles[role] ?? role, name].filter(Boolean).join(", ") || messages.none,
    as_typed: unreadOf(fresh) || messages.none,
    desk: fresh.desk.name,
    received_at: localTime(fresh.received_at),
    updated_at: localTime(fresh.updated_at),
    story: fresh.story,
  });
  namePlace(fresh);
  byId("photo-list").replaceChildren(...fresh.photos.map(photoLine));
  byId("photos").hidden = !fresh.photos.length;
  byId("kept-out-list").replaceChildren(...fresh.kept_out.map(keptOut));
  byId("kept-out").hidden = !fresh.kept_out.length;
  byId("events").replaceChildren(...fresh.events.map(eventRow));
  for (const place of byId("move").querySelectorAll(".actions")) place.replaceChildren();
  for (const action of fresh.actions) byId(placeOf(action)).append(actionButton(action));
  handling.hidden = fresh.actions.every(({ to }) => to);
  const needed = fresh.actions.flatMap(({ needs }) => needs.map(({ name }) => name));
  for (const field of fields) field.hidden = !needed.includes(field.dataset.field);
  byId("move").hidden = !fresh.actions.length;
  byId("no-actions").hidden = Boolean(fresh.actions.length);
}

/** The names come from the region files; until they do, and without them, the codes stand there. */
async function namePlace({ number, district, village }) {
  const names = await placeNames(district, village).catch(() => null);
  if (names && ticket?.number === number) fill(views.ticket, { place: names.join(", ") });
}

/** A kept photo is shown; of any other it is said what became of it. */
function photoLine({ state, url }, index) {
  const number = index + 1;
  const line = stamp("photo", { text: url ? "" : sentence(desk_work[`photo_${state}`], { number }) });
  const link = line.querySelector("a");
  if (url) {
    link.href = url;
    Object.assign(link.firstElementChild, { alt: sentence(desk_work.photo, { number }), src: url });
  } else link.remove();
  return line;
}

/** What changes no status stands under who handles it: with the field that names somebody, or among the others. */
function placeOf({ action, to, needs }) {
  if (to) return "actions";
  const named = needs.find(({ person }) => person)?.name ?? action;
  return document.getElementById(`${named}-actions`) ? `${named}-actions` : "handling-actions";
}

/** A step that changed no status is called by what was done. */
function eventRow(event, index, events) {
  const same = event.status === events[index - 1]?.status;
  const by = event.by?.name ?? { complainant: desk_work.complainant, system: desk_work.system }[event.actor];
  return stamp("event", {
    status: same ? actions[event.action] : statuses[event.status].label,
    by: event.deputy ? `${by}, ${desk_work.deputy}` : by,
    person:
      (event.colleague && sentence(desk_work.to_colleague, { name: event.colleague })) ||
      (event.accused && sentence(desk_work.out, { name: event.accused })),
    at: localTime(event.at),
    note: event.note,
  });
}

function actionButton({ action }) {
  const button = document.createElement("button");
  button.className = "md-button";
  button.value = action;
  button.textContent = actions[action];
  return button;
}

function keptOut({ name, first_read_at, last_read_at }) {
  const line = document.createElement("li");
  const times = { first: first_read_at && localTime(first_read_at).textContent, last: last_read_at && localTime(last_read_at).textContent };
  line.textContent = sentence(first_read_at ? desk_work.read_between : desk_work.never_read, { name, ...times });
  return line;
}

/** Offer those whom the ticket may concern, once somebody wants to choose. */
async function offerPeople() {
  const { items } = await staff("GET", `tickets/${ticket.number}/people`);
  const offered = { colleague: items.filter(({ assignable }) => assignable), accused: items };
  for (const [name, people] of Object.entries(offered)) {
    const options = people.map((person) => new Option(`${person.name}, ${person.desk.name}`, person.sub));
    byId(name).replaceChildren(new Option(messages.choose, ""), ...options);
  }
}

/** What is typed stays until it is stored or another ticket is opened, also while a field is not shown. */
function clearFields() {
  for (const field of fields) control(field.dataset.field).value = "";
  clearProblems(byId("move"));
}

async function move(action) {
  if (moving) return;
  clearProblems(byId("move"));
  const needs = ticket.actions.find((open) => open.action === action).needs.map(({ name }) => name);
  const missing = needs.find((name) => !byId(name).value.trim());
  if (missing) {
    const wanted = byId(missing).tagName === "SELECT" ? desk_work.choose_person : desk_work.field_required;
    refuse(missing, sentence(wanted, { label: labels[missing].toLowerCase() }));
    return;
  }
  moving = true;
  await attempt(() => take(action, needs));
  moving = false;
}

function refuse(name, text) {
  markProblem(byId(name), text);
  byId(name).focus();
}

async function take(action, needs) {
  const { number, version } = ticket;
  const answers = Object.fromEntries(needs.map((name) => [name, byId(name).value]));
  try {
    // The answer leaves out the photos, which no step changes.
    const after = await staff("POST", `tickets/${number}/actions`, { action, version, ...answers });
    clearFields();
    if (after) {
      // Who is kept out since is no part of the answer.
      if (needs.includes("accused")) await showTicket(number);
      else drawTicket({ ...ticket, ...after });
      say(desk_work.moved);
    } else {
      ticket = null;
      history.replaceState(null, "", location.pathname);
      await showInbox();
      say(desk_work.left_out);
    }
  } catch (problem) {
    const said = { stale: desk_work.stale_kept, not_allowed_now: desk_work.not_allowed_kept, offline: desk_work.move_offline };
    if (problem.code === "stale" || problem.code === "not_allowed_now") drawTicket(await staff("GET", `tickets/${number}`));
    const refused = problem.fields?.find(({ field }) => needs.includes(field));
    if (refused) refuse(refused.field, refused.message);
    else if (said[problem.code]) say(said[problem.code]);
    else throw problem;
  }
}
