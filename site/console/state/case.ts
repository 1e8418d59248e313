/** The report on show: as the server last told it, what is being written for it, and what its actions need. */

import { computed, signal } from "@preact/signals";
import * as api from "../api/staff";
import type { ContactOut, NeededOut, PeopleOut, ReissuedOut, StepOut, TicketOut } from "../api/staff";
import { case_work } from "../case-words";
import { draftOf, keepDraft, type Texts } from "./drafts";
import { randomMark } from "./marks";
import { say } from "./notice";
import { outdate } from "./queue";
import { me } from "./session";
import { sayWriting, stopWriting, writer } from "./writing";

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
  writer.value = fresh.writer;
  texts.value = draftOf(officer(), number);
  if (Object.keys(texts.value).length) say(case_work.draft_kept);
}

/** Take the report, a contact and a new receipt off the page. */
export function close(): void {
  opened++;
  ticket.value = null;
  writer.value = null;
  stopWriting();
  texts.value = {};
  people.value = [];
  hide();
}

/** Take off the page what was told about the last act. */
export function hide(): void {
  since.value = 0;
  problems.value = {};
  contact.value = null;
  renewed.value = null;
}

/** Show a report as it is by now. */
export function draw(fresh: TicketOut): void {
  ticket.value = fresh;
  once = randomMark();
  const open_ = replies.value.map(({ action }) => action);
  if (!open_.includes(speaking.value)) speaking.value = open_.includes("tell") ? "tell" : (open_[0] ?? "");
}

/** Show a report that others have changed since it was `before`. */
export function collided(fresh: TicketOut, before: TicketOut): void {
  draw(fresh);
  since.value = before.version;
}

/** The mark of what is sent from the report as it stands. */
export const freshMark = (): string => once;

/** Type into a field; it is kept at once. */
export function type(name: string, text: string): void {
  texts.value = { ...texts.value, [name]: text };
  if (!ticket.value) return;
  keepDraft(officer(), ticket.value.number, texts.value);
  sayWriting(ticket.value.number);
}

/** What somebody has typed for a report is stored: its draft ends, and the list is another by it. */
export function retired(by: string, number: string, names: string[]): void {
  const rest = Object.fromEntries(Object.entries(draftOf(by, number)).filter(([name]) => !names.includes(name)));
  keepDraft(by, number, rest);
  if (ticket.value?.number === number) texts.value = rest;
  stopWriting();
  outdate();
}

/** Ask whom the report may concern, once somebody wants to choose. */
export async function askPeople(): Promise<void> {
  if (ticket.value) people.value = (await api.people(ticket.value.number)).items;
}

/** Say at a field what is wrong with it. */
export function refuse(name: string, text: string): void {
  problems.value = { [name]: text };
  requestAnimationFrame(() => document.getElementById(name)?.focus());
}

/** The `sub` of whoever sits there. */
export const officer = (): string => me.value?.id ?? "";
