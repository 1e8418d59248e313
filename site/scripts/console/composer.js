/** The fields of a ticket's actions: which are shown, what is typed in them, kept for this ticket until it is stored. */

import { replies } from "../../../build/data/words.json";
import { byId, sentence } from "../page.js";

const DRAFT = "petugas.draft."; // and the ticket's number; in this tab only, gone when somebody signs out

/** @type {NodeListOf<HTMLElement>} */
const places = document.querySelectorAll("#ticket [data-field]");

/** @type {(name: string) => HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} */
export const control = (name) => document.querySelector(`#${name}`);

/** Whether the family reads what an action asks for. */
export const toFamily = ({ needs }) => needs.some(({ to_family }) => to_family);

/** Return the fields that an action needs as it stands: those of an option only when it is chosen. */
export function asked({ needs }) {
  const choice = needs.find(({ kind }) => kind === "choice")?.name;
  return needs.filter(({ only }) => !only || control(choice).value === only);
}

/** Show the fields of these actions and no others, and of each choice what it offers. */
export function showFields(actions) {
  const shown = new Map(actions.flatMap((action) => asked(action).map((field) => [field.name, field])));
  for (const place of places) {
    const field = shown.get(place.dataset.field);
    place.hidden = !field;
    if (field?.options.length) for (const option of place.querySelectorAll("option")) option.hidden = option.disabled = Boolean(option.value) && !field.options.includes(option.value);
  }
}

/** Keep what is typed, so that a reload, another page or the end of an hour loses nothing. */
export function keepDraft(number) {
  const typed = Object.fromEntries([...places].map(({ dataset: { field } }) => [field, control(field).value]).filter(([, text]) => text));
  if (Object.keys(typed).length) sessionStorage.setItem(DRAFT + number, JSON.stringify(typed));
  else sessionStorage.removeItem(DRAFT + number);
}

/** Put into the fields what was typed for a ticket, and nothing of another; return whether there was anything. */
export function restoreDraft(number) {
  const typed = JSON.parse(sessionStorage.getItem(DRAFT + number) ?? "{}");
  for (const { dataset } of places) control(dataset.field).value = typed[dataset.field] ?? "";
  return Object.keys(typed).length > 0;
}

/** Empty the fields that were stored. */
export function dropDraft(number, names) {
  for (const name of names) control(name).value = "";
  keepDraft(number);
}

/** Forget everything that was typed for any ticket. */
export function forgetDrafts() {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(DRAFT)) sessionStorage.removeItem(key);
}

/** Offer the texts that fit an action. */
export function offerTemplates(action, ticket, me) {
  const fitting = replies.filter((reply) => reply.action === action);
  byId("templates").hidden = !fitting.length;
  const select = /** @type {HTMLSelectElement} */ (control("template"));
  select.replaceChildren(select.options[0] ?? new Option("-", ""), ...fitting.map(({ label }) => new Option(label, label)));
  select.value = "";
  select.onchange = () => {
    const chosen = fitting.find(({ label }) => label === select.value);
    if (!chosen) return;
    const place = control(action === "ask" ? "question" : "message");
    const text = sentence(chosen.text, { number: ticket.number, desk: ticket.desk.name, officer: me });
    place.value = [place.value, text].filter(Boolean).join("\n\n");
    place.dispatchEvent(new Event("input", { bubbles: true }));
    place.focus();
  };
}
