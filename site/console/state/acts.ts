/**
 * What is done with the report on show: at once; or for the family, whose words go out after some seconds in which they can be
 * called back; or, where nothing takes it back, after a page that asks once more.
 */

import { signal } from "@preact/signals";
import * as api from "../api/staff";
import type { StepOut, TicketOut } from "../api/staff";
import { Problem } from "../api/staff";
import { case_work } from "../case-words";
import { called, desk_work, sentence } from "../words";
import { acting, asked, collided, contact, draw, freshMark, hide, officer, problems, refuse, renewed, retired, texts, ticket, toFamily } from "./case";
import { say } from "./notice";
import { attempt, leaveReport, leaving } from "./session";

export const HOLD_SECONDS = 10;
const DOUBLE_TAP_MS = 600;

/** An act as it was pressed: with what was typed then, by whom, and for which version of which report. */
interface Pressed {
  officer: string;
  before: TicketOut;
  step: StepOut;
  answers: Record<string, string>;
  once: string; // so that it is done once however often it is sent
}

export const confirming = signal<(Pressed & { html: string }) | null>(null);
export const held = signal<(Pressed & { timer: number; at: number }) | null>(null); // words on their way to the family
export const undoing = signal<{ done: string; action: string; answers: Record<string, string> } | null>(null); // what takes back what was just done

/** Take an action with what is typed in its fields; a refusal loses nothing of it. */
export async function press(step: StepOut): Promise<void> {
  if (acting.value || held.value?.step === step) return;
  await release(); // whoever does the next thing has not called the last words back
  const before = ticket.value;
  if (!before) return;
  hide();
  undoing.value = null;
  const missing = asked(step).find(({ name }) => !texts.value[name]?.trim());
  if (missing) {
    const chosen = missing.options.length > 0 || ["person", "category", "choice"].includes(missing.kind);
    const wanted = chosen ? case_work.choose_person : case_work.field_required;
    refuse(missing.name, sentence(wanted, { label: called("labels", missing.name).toLowerCase() }));
    return;
  }
  const answers = Object.fromEntries(asked(step).map(({ name }) => [name, texts.value[name]]));
  const pressed = { officer: officer(), before, step, answers, once: freshMark() };
  if (step.final) {
    await guarded(pressed, async () => {
      const { html } = await api.preview(before.number, { action: step.action, version: before.version, ...answers });
      confirming.value = { ...pressed, html };
    });
  } else if (toFamily(step)) {
    const timer = setTimeout(() => void release(), HOLD_SECONDS * 1000);
    held.value = { ...pressed, timer, at: Date.now() };
  } else {
    await sent(pressed);
  }
}

/** Do what was asked about once more. */
export async function confirm(): Promise<void> {
  const pressed = confirming.value;
  confirming.value = null;
  if (pressed) await sent(pressed);
}

/** Call back words that are on their way: they stand in their fields as before. */
export function callBack(): void {
  if (!held.value || Date.now() - held.value.at < DOUBLE_TAP_MS) return;
  clearTimeout(held.value.timer);
  held.value = null;
  say(case_work.called_back);
}

/** Send the words that are held now: whoever leaves the report or the page has not called them back. */
export async function release(): Promise<void> {
  const pressed = held.value;
  if (!pressed) return;
  clearTimeout(pressed.timer);
  held.value = null;
  await attempt(() => sent(pressed));
}

leaving.add(release);
addEventListener("pagehide", () => void release());
document.addEventListener("visibilitychange", () => document.hidden && void release());

/** Take back what was just done with who has the report. */
export async function undo(): Promise<void> {
  const back = undoing.value;
  const before = ticket.value;
  const step = before?.actions.find(({ action }) => action === back?.action);
  undoing.value = null;
  if (!back || !before || !step) return;
  await sent({ officer: officer(), before, step, answers: back.answers, once: freshMark() });
  undoing.value = null;
  say(case_work.undone_one);
}

const KEPT: Record<string, string> = { stale: case_work.stale_kept, not_allowed_now: case_work.not_allowed_kept, offline: case_work.move_offline };

async function guarded({ before, answers }: Pressed, work: () => Promise<void>): Promise<void> {
  acting.value = true;
  try {
    await work();
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    const here = ticket.value?.number === before.number;
    if (here && (problem.code === "stale" || problem.code === "not_allowed_now")) collided(await api.ticket(before.number), before);
    const refused = problem.fields.find(({ field }) => field in answers);
    if (here && refused) refuse(refused.field, refused.message);
    else if (KEPT[problem.code]) say(KEPT[problem.code]);
    else throw problem;
  } finally {
    acting.value = false;
  }
}

const sent = (pressed: Pressed): Promise<void> => guarded(pressed, () => done(pressed));

async function done({ officer: by, before, step, answers, once }: Pressed): Promise<void> {
  const { number, version } = before;
  const { action } = step;
  const body = { version, once, ...answers };
  const stored = () => retired(by, number, Object.keys(answers));
  if (action === "reissue") {
    const answer = await api.reissue(number, body);
    stored();
    shown(number, { ...before, ...answer.ticket });
    renewed.value = answer;
  } else if (action === "see_contact" || action === "see_identity") {
    const answer = await api.openContact(number, { action, ...body });
    stored();
    shown(number, { ...before, ...answer.ticket });
    contact.value = answer.contact;
  } else {
    const after = await api.act(number, { action, ...body });
    stored();
    if (!after) {
      if (ticket.value?.number === number) leaveReport();
      say(case_work.left_out);
      return;
    }
    // Who is kept out since is no part of the answer.
    shown(number, "accused" in answers ? await api.ticket(number) : { ...before, ...after });
    undoing.value = ticket.value?.number === number ? takesBack(before, action, by) : null;
    say(toFamily(step) ? case_work.told : case_work.moved);
    // What was told or moved is done with; whoever has only taken it goes on here.
    if (step.to || toFamily(step)) leadOn();
  }
}

function shown(number: string, fresh: TicketOut): void {
  if (ticket.value?.number === number) draw(fresh);
}

/** What would take an action back, where something does: who has the report is as before. */
function takesBack({ held }: TicketOut, action: string, by: string): typeof undoing.value {
  const note = desk_work.undone_note;
  const done = action;
  if (done === "take" && held === "nobody") return { done, action: "hand_back", answers: { note } };
  if (done === "hand_back" && held === "mine") return { done, action: "take", answers: {} };
  if (done === "assign" && held === "mine") return { done, action: "assign", answers: { colleague: by, note } };
  return null;
}

/** Stand at the way to the next report, or back to the list: nobody is led there by itself. */
function leadOn(): void {
  requestAnimationFrame(() => (document.querySelector<HTMLElement>("[data-next]") ?? document.querySelector<HTMLElement>("[data-back]"))?.focus());
}

/** Forget what was asked about and what could be taken back, with the report that it was of. */
export function forgetActs(): void {
  confirming.value = null;
  undoing.value = null;
  problems.value = {};
}
