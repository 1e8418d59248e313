/** The report on show: as the server last told it, what is being written for it, and what its actions need. */

import { computed, signal } from "@preact/signals";
import * as api from "../api/staff";
import type { ContactOut, NeededOut, PeopleOut, ReissuedOut, StepOut, TicketOut } from "../api/staff";
import { Problem } from "../api/staff";
import { called, desk_work, sentence } from "../words";
import { draftOf, keepDraft, type Texts } from "./drafts";
import { randomMark } from "./marks";
import { say } from "./notice";
import { outdate } from "./queue";
import { leaveReport, me } from "./session";

export const ticket = signal<TicketOut | null>(null);
export const texts = signal<Texts>({});
export const problems = signal<Record<string, string>>({});
export const speaking = signal(""); // the action that is chosen to be sent to the family
export const contact = signal<ContactOut | null>(null);
export const renewed = signal<ReissuedOut | null>(null);
export const people = signal<PeopleOut["items"]>([]);
export const acting = signal(false);
export const since = signal(0); // the version after which others have acted while somebody was writing; 0: nobody has

let once = ""; // marks what is about to be sent, so that it is done once however often it is
let opened = 0; // counts openings, so that a late answer never covers a newer one

/** The actions of the server. A new receipt and a hold are no steps of the report. */
export const steps = computed<StepOut[]>(() => ticket.value?.actions ?? []);
export const replies = computed(() => steps.value.filter(toFamily));
export const internals = computed(() => steps.value.filter((step) => !toFamily(step)));

/** Whether the family reads what an action asks for. */
export function toFamily({ needs }: StepOut): boolean {
  return needs.some(({ to_family }) => to_family);
}

/** The fields that an action needs as it stands: those of an option only when it is chosen. */
export function asked({ needs }: StepOut): NeededOut[] {
  const choice = needs.find(({ kind }) => kind === "choice")?.name ?? "";
  return needs.filter(({ only }) => !only || texts.value[choice] === only);
}

// What is written in words: where no step asks for it any more, it still stands there to be kept otherwise.
const WRITTEN = ["message", "question", "reason", "done", "note"];

/** What was typed for steps that are not open any more, by field. */
export const unsent = computed(() => {
  const fields = steps.value.flatMap(({ needs }) => needs.map(({ name }) => name));
  return WRITTEN.filter((name) => texts.value[name] && !fields.includes(name));
});

/** Make an internal note of what was typed for another field. */
export function makeNote(name: string): void {
  const moved = [texts.value.note, texts.value[name]].filter(Boolean).join("\n\n");
  type("note", moved);
  type(name, "");
}

/** Open a report: what was typed for it is there again. */
export async function open(number: string): Promise<void> {
  close();
  const mine = opened;
  const fresh = await api.ticket(number);
  if (mine !== opened) return;
  draw(fresh);
  texts.value = draftOf(officer(), number);
  if (Object.keys(texts.value).length) say(desk_work.draft_kept);
}

/** Take the report, a contact and a new receipt off the page. */
export function close(): void {
  opened++;
  ticket.value = null;
  texts.value = {};
  people.value = [];
  hide();
}

function hide(): void {
  since.value = 0;
  problems.value = {};
  contact.value = null;
  renewed.value = null;
}

function draw(fresh: TicketOut): void {
  ticket.value = fresh;
  once = randomMark();
  const open_ = replies.value.map(({ action }) => action);
  if (!open_.includes(speaking.value)) speaking.value = open_.includes("tell") ? "tell" : (open_[0] ?? "");
}

/** Type into a field; it is kept at once. */
export function type(name: string, text: string): void {
  texts.value = { ...texts.value, [name]: text };
  if (ticket.value) keepDraft(officer(), ticket.value.number, texts.value);
}

/** Ask whom the report may concern, once somebody wants to choose. */
export async function askPeople(): Promise<void> {
  if (ticket.value) people.value = (await api.people(ticket.value.number)).items;
}

const KEPT: Record<string, string> = { stale: desk_work.stale_kept, not_allowed_now: desk_work.not_allowed_kept, offline: desk_work.move_offline };

/** Take an action with what is typed in its fields; a refusal loses nothing of it. */
export async function take(step: StepOut): Promise<void> {
  const before = ticket.value;
  if (acting.value || !before) return;
  hide();
  const names = asked(step).map(({ name }) => name);
  const missing = asked(step).find(({ name }) => !texts.value[name]?.trim());
  if (missing) {
    const chosen = missing.options.length > 0 || ["person", "category", "choice"].includes(missing.kind);
    const wanted = chosen ? desk_work.choose_person : desk_work.field_required;
    refuse(missing.name, sentence(wanted, { label: called("labels", missing.name).toLowerCase() }));
    return;
  }
  acting.value = true;
  try {
    await sent(before, step, names);
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    if (problem.code === "stale" || problem.code === "not_allowed_now") {
      draw(await api.ticket(before.number));
      since.value = before.version;
    }
    const refused = problem.fields.find(({ field }) => names.includes(field));
    if (refused) refuse(refused.field, refused.message);
    else if (KEPT[problem.code]) say(KEPT[problem.code]);
    else throw problem;
  } finally {
    acting.value = false;
  }
}

async function sent(before: TicketOut, step: StepOut, names: string[]): Promise<void> {
  const { action } = step;
  const { number, version } = before;
  const answers = { version, once, ...Object.fromEntries(names.map((name) => [name, texts.value[name]])) };
  const stored = () => {
    texts.value = Object.fromEntries(Object.entries(texts.value).filter(([name]) => !names.includes(name)));
    keepDraft(officer(), number, texts.value);
    outdate();
  };
  if (action === "reissue") {
    const answer = await api.reissue(number, answers);
    stored();
    draw({ ...before, ...answer.ticket });
    renewed.value = answer;
  } else if (action === "see_contact" || action === "see_identity") {
    const answer = await api.openContact(number, { action, ...answers });
    stored();
    draw({ ...before, ...answer.ticket });
    contact.value = answer.contact;
  } else {
    const after = await api.act(number, { action, ...answers });
    stored();
    if (!after) {
      leaveReport();
      say(desk_work.left_out);
      return;
    }
    // Who is kept out since is no part of the answer.
    draw(names.includes("accused") ? await api.ticket(number) : { ...before, ...after });
    say(desk_work.moved);
    // What was told or moved is done with; whoever has only taken it goes on here.
    if (step.to || toFamily(step)) leadOn();
  }
}

/** Stand at the way to the next report, or back to the list: nobody is led there by itself. */
function leadOn(): void {
  requestAnimationFrame(() => (document.querySelector<HTMLElement>("[data-next]") ?? document.querySelector<HTMLElement>("[data-back]"))?.focus());
}

function refuse(name: string, text: string): void {
  problems.value = { [name]: text };
  requestAnimationFrame(() => document.getElementById(name)?.focus());
}

const officer = () => me.value?.id ?? "";
