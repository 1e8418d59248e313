/** The page *Petugas*: inbox and tickets of the signed-in officer's desk. `#` shows the inbox, `#PKH-…` one ticket. */

import { actions, categories, contact_reasons, desk_work, endings, kinds, labels, messages, outcomes, ratings, statuses, subject_roles, talk, turns } from "../../../build/data/words.json";
import { asked, control, dropDraft, forgetDrafts, keepDraft, offerTemplates, restoreDraft, showFields, toFamily } from "../console/composer.js";
import { hideContact, opensContact, showContact } from "../console/contact.js";
import { deadlineOf } from "../console/deadline.js";
import { hideRenewed, showFound, showRenewed, showSimilar, soughtBy } from "../console/receipt.js";
import { complainantOf, flagsOf, paymentOf, unreadOf, wishesOf } from "../console/said.js";
import { call, Problem } from "../api.js";
import { parseNumber } from "../number.js";
import { byId, clearProblems, fill, localTime, longDate, markProblem, reveal, sentence, sentenceOf, stamp, start } from "../page.js";
import { placeNames } from "../regions.js";
import { currentToken, finishSignIn, forget, signIn, signOut } from "../sign-in.js";

const views = { inbox: byId("inbox"), ticket: byId("ticket") };
const notice = byId("notice");
const handling = /** @type {HTMLDetailsElement} */ (byId("handling"));
const reaching = /** @type {HTMLDetailsElement} */ (byId("reaching"));
const renewing = /** @type {HTMLDetailsElement} */ (byId("renewing"));
let opened = 0; // counts views, so that a late answer never overwrites a newer one
let cursor = null;
let ticket = null;
let moving = false;
let me = ""; // the name of who is signed in
let once = ""; // marks what is about to be sent, so that it is done once however often it is

byId("sign-in").addEventListener("click", () => attempt(signIn));
byId("sign-out").addEventListener("click", () => {
  forgetDrafts();
  showSignedOut(desk_work.signed_out);
  attempt(signOut);
});
byId("lane").addEventListener("change", () => attempt(() => showInbox()));
byId("find").addEventListener("submit", (event) => {
  event.preventDefault();
  const typed = control("find-by").value.trim();
  if (typed) attempt(async () => showFound((await staff("POST", "receipts", soughtBy(typed))).numbers));
});
byId("more").addEventListener("click", () => attempt(() => showMore()));
byId("move").addEventListener("submit", (event) => {
  event.preventDefault();
  move(/** @type {HTMLButtonElement} */ (event.submitter).value);
});
byId("reply").addEventListener("submit", (event) => {
  event.preventDefault();
  move(control("say").value);
});
views.ticket.addEventListener("input", () => ticket && keepDraft(ticket.number));
views.ticket.addEventListener("change", () => {
  if (!ticket) return;
  keepDraft(ticket.number);
  showComposers();
});
control("say").addEventListener("change", () => offerTemplates(control("say").value, ticket, me));
handling.addEventListener("toggle", () => handling.open && attempt(offerPeople));
addEventListener("hashchange", () => currentToken() && attempt(open));

start();
attempt(async () => {
  await finishSignIn();
  if (!currentToken()) {
    showSignedOut();
    return;
  }
  const { name, desk } = await staff("GET", "me");
  me = name;
  fill(byId("me"), { name, desk: desk.name });
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
  hideContact();
  hideRenewed();
  for (const part of [byId("me"), ...Object.values(views)]) part.hidden = true;
  byId("items").replaceChildren();
  byId("signed-out").hidden = false;
  say(text);
}

async function open() {
  const number = parseNumber(location.hash.slice(1));
  clearProblems(views.ticket);
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
  const wanted = Object.entries({ lane: control("lane").value, cursor }).filter(([, value]) => value);
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
    ...deadlineOf(item),
    desk: item.desk.name,
    received_at: localTime(item.received_at),
  });
  element.querySelector("a").href = `#${item.number}`;
  return element;
}

/** The marks of a ticket in words; what is empty is not shown. */
function marksOf({ confidential, urgent, to_call, erasure, on_hold, held }) {
  return {
    confidential: confidential ? desk_work.confidential : "",
    urgent: urgent ? desk_work.urgent : "",
    to_call: to_call ? desk_work.to_call : "",
    erasure: erasure ? desk_work.erasure : "",
    on_hold: on_hold ? desk_work.on_hold : "",
    held: { mine: desk_work.held_mine, others: desk_work.held_others }[held] ?? desk_work.held_nobody,
  };
}

async function showTicket(number) {
  opened++;
  const mine = opened;
  const fresh = await staff("GET", `tickets/${number}`);
  if (mine !== opened) return;
  show("ticket");
  handling.open = reaching.open = renewing.open = false;
  drawTicket(fresh);
}

function show(name) {
  opened++;
  hideContact();
  hideRenewed();
  for (const [other, view] of Object.entries(views)) view.hidden = other !== name;
  views[name].focus();
}

function drawTicket(fresh) {
  const another = ticket?.number !== fresh.number;
  ticket = fresh;
  once = randomMark();
  const { role, name } = fresh.subject ?? {};
  fill(views.ticket, {
    number: fresh.number,
    status: statuses[fresh.status].label,
    ...marksOf(fresh),
    ...deadlineOf(fresh),
    reads_only: fresh.role === "reader" ? sentence(desk_work.reads_only, { desk: fresh.desk.name }) : "",
    settled_by: fresh.settled_by && longDate(fresh.settled_by),
    watchers: fresh.watchers.map(({ name }) => name).join(", "),
    flags: flagsOf(fresh),
    wishes: wishesOf(fresh),
    kind: kinds[fresh.kind],
    category: categories[fresh.category],
    payment: paymentOf(fresh),
    complainant: complainantOf(fresh),
    place: [fresh.village, fresh.district].filter(Boolean).join(", "),
    happened_on: fresh.happened_on && longDate(fresh.happened_on),
    subject: [subject_roles[role] ?? role, name].filter(Boolean).join(", "),
    as_typed: unreadOf(fresh),
    desk: fresh.desk.name,
    ending: endings[fresh.ending],
    rated: fresh.rating ? sentence(desk_work.rated, { rating: fresh.rating }) : "",
    received_at: localTime(fresh.received_at),
    updated_at: localTime(fresh.updated_at),
    story: fresh.story,
  });
  byId("reads-only").hidden = fresh.role !== "reader";
  // What was not said takes no room.
  for (const fact of byId("facts").querySelectorAll("div")) fact.hidden = !fact.querySelector("dd").textContent;
  namePlace(fresh);
  byId("photo-list").replaceChildren(...fresh.photos.map(photoLine));
  byId("photos").hidden = !fresh.photos.length;
  showSimilar(fresh.similar);
  byId("kept-out-list").replaceChildren(...fresh.kept_out.map(keptOut));
  byId("kept-out").hidden = !fresh.kept_out.length;
  byId("events").replaceChildren(...fresh.events.map(eventRow));
  const internal = fresh.actions.filter((action) => !toFamily(action));
  for (const place of byId("move").querySelectorAll(".actions")) place.replaceChildren();
  for (const action of internal) byId(placeOf(action)).append(actionButton(action));
  for (const part of [handling, reaching, renewing]) part.hidden = !part.querySelector("button");
  offerReplies(fresh.actions.filter(toFamily));
  if (another && restoreDraft(fresh.number)) say(desk_work.draft_kept);
  showComposers();
  byId("move").hidden = !internal.length;
  // A new receipt and a hold are no steps of the report.
  byId("no-actions").hidden = fresh.actions.some(({ action }) => !["reissue", "hold"].includes(action));
}

/** Offer what can be sent to the family; what was being written stays, if it can still be sent. */
function offerReplies(open) {
  const select = control("say");
  const before = select.value;
  select.replaceChildren(...open.map(({ action }) => new Option(actions[action], action)));
  if (open.some(({ action }) => action === before)) select.value = before;
  else if (open.some(({ action }) => action === "tell")) select.value = "tell";
  byId("reply").hidden = !open.length;
  offerTemplates(select.value, ticket, me);
}

/** Show the fields of what is chosen to be sent, and those of the buttons. */
function showComposers() {
  const chosen = control("say").value;
  showFields(ticket.actions.filter((action) => !toFamily(action) || action.action === chosen));
  byId("send").textContent = actions[chosen];
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

/** Who has it stands apart: with the field that names somebody, or among the others of its kind. */
function placeOf({ action, needs }) {
  const named = needs.find(({ kind }) => kind === "person")?.name ?? action;
  if (document.getElementById(`${named}-actions`)) return `${named}-actions`;
  return ["take", "hand_back", "take_over"].includes(action) ? "handling-actions" : "actions";
}

/** One step or turn of the talk: what was done, by whom, and apart from each other what the family reads and what desks read. */
function eventRow(event, index, events) {
  const { said } = event;
  const same = event.status === events[index - 1]?.status;
  const by = event.by?.name ?? { complainant: desk_work.complainant, system: desk_work.system }[event.actor];
  const line = stamp("event", {
    status: turns[event.action] ?? (same ? actions[event.action] : statuses[event.status].label),
    by: event.deputy ? `${by}, ${desk_work.deputy}` : by,
    at: localTime(event.at),
    facts: factsOf(said),
    talk: [said.question, said.message, said.reason, said.comment].filter(Boolean).join("\n\n"),
    internal: [
      said.colleague && sentence(desk_work.to_colleague, { name: said.colleague }),
      said.accused && sentence(desk_work.out, { name: said.accused }),
      said.duplicate_of,
      said.done,
      said.contact_reason && `${contact_reasons[said.contact_reason]}.`,
      said.note,
    ]
      .filter(Boolean)
      .join("\n\n"),
  });
  line.classList.toggle("turn--mine", event.actor === "complainant");
  return line;
}

/** What was said beside the texts, in sentences. */
const factsOf = ({ outcome, credited_on, reference, answer_by, close_reason, handed_to, rating, category, district }) =>
  [
    outcome && `${outcomes[outcome]}.`,
    credited_on && sentence(talk.paid_back, { day: longDate(credited_on), reference }),
    answer_by && sentence(talk.answer_by, { day: longDate(answer_by) }),
    close_reason && `${endings[close_reason]}.`,
    handed_to && sentence(talk.handed_to, { name: handed_to }),
    rating && `${ratings[rating]} (${rating}/5).`,
    (category || district) && sentence(talk.corrected, { what: [categories[category], district].filter(Boolean).join(", ") }),
  ]
    .filter(Boolean)
    .join(" ");

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

async function move(action) {
  if (moving) return;
  clearProblems(views.ticket);
  const needs = asked(ticket.actions.find((open) => open.action === action)).map(({ name }) => name);
  const missing = needs.find((name) => !control(name).value.trim());
  if (missing) {
    const wanted = control(missing).tagName === "SELECT" ? desk_work.choose_person : desk_work.field_required;
    refuse(missing, sentence(wanted, { label: labels[missing].toLowerCase() }));
    return;
  }
  moving = true;
  await attempt(() => take(action, needs));
  moving = false;
}

function refuse(name, text) {
  markProblem(control(name), text);
  control(name).focus();
}

async function take(action, needs) {
  const { number, version } = ticket;
  hideContact();
  hideRenewed();
  const answers = Object.fromEntries(needs.map((name) => [name, control(name).value]));
  try {
    // The answer leaves out the photos, which no step changes.
    const opening = opensContact(action);
    const renews = action === "reissue";
    const place = opening ? "contact" : renews ? "receipt" : "actions";
    const answer = await staff("POST", `tickets/${number}/${place}`, { ...(renews ? {} : { action }), version, once, ...answers });
    const after = opening || renews ? answer.ticket : answer;
    dropDraft(number, needs);
    if (after) {
      // Who is kept out since is no part of the answer.
      if (needs.includes("accused")) await showTicket(number);
      else drawTicket({ ...ticket, ...after });
      if (opening) showContact(answer.contact);
      else if (renews) showRenewed(answer);
      else say(desk_work.moved);
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

const randomMark = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
