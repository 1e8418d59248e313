/** Shows things on a page: fills slots, reports problems at their fields, writes times. It makes no markup of its own. */

import { messages } from "../../build/data/words.json";

/**
 * Return the element of an id; which kind each is stands in `elements.d.ts`.
 * @template {string} Id
 * @param {Id} id
 */
export const byId = (id) => /** @type {ElementOf<Id>} */ (document.getElementById(id));

/** Say that the page's script has come: what stands there in its stead (`no-script`) stays away. See `overrides/main.html`. */
export function start() {
  window.started = true;
}

/** Put texts (or elements) into the `data-slot` places of `root`; returns `root`. */
export function fill(root, values) {
  for (const [slot, value] of Object.entries(values)) {
    root.querySelector(`[data-slot="${slot}"]`).replaceChildren(value ?? "");
  }
  return root;
}

/** Return a filled copy of a `<template>`'s only element. */
export function stamp(templateId, values) {
  const { content } = /** @type {HTMLTemplateElement} */ (document.getElementById(templateId));
  return fill(/** @type {HTMLElement} */ (content.firstElementChild.cloneNode(true)), values);
}

/** Show `element` and take the reader there. */
export function reveal(element) {
  element.hidden = false;
  element.focus();
}

/** Fill a template sentence's `{name}` places. */
export function sentence(template, values) {
  return template.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** Return a `<time>` that says the moment in the reader's own zone, with the zone's name. */
export function localTime(iso) {
  /** @type {Intl.DateTimeFormatOptions} */
  const format = { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "short" };
  const time = document.createElement("time");
  time.dateTime = iso;
  time.textContent = dates(format).format(new Date(iso));
  return time;
}

const formats = {};

/**
 * What writes dates so: made once, since making one takes a phone longer than using it a hundred times.
 * @param {Intl.DateTimeFormatOptions} options
 * @returns {Intl.DateTimeFormat}
 */
export const dates = (options) => (formats[JSON.stringify(options)] ??= new Intl.DateTimeFormat("id-ID", options));

/** Return a calendar date ("2026-11-22") in words; it has no zone. */
export function longDate(iso) {
  /** @type {Intl.DateTimeFormatOptions} */
  const format = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
  return dates(format).format(new Date(iso));
}

/** Return a month ("2026-11") in words. */
export function longMonth(iso) {
  return dates({ month: "long", year: "numeric", timeZone: "UTC" }).format(new Date(`${iso}-01`));
}

/** Return what went wrong as a sentence for people. */
export const sentenceOf = (problem) => (problem.code === "offline" ? messages.offline : (problem.title ?? messages.offline));

/** Say what is on show in the page's heading and in its title, which stands in the list of tabs and is read aloud first. */
export function entitle(text) {
  byId("heading").textContent = text;
  document.title = `${text} - ${document.title.split(" - ").pop()}`;
}

/** Mark each field of `problems` ({field, message}) and list them all where the reader is taken; each leads, by `go`, to its field. */
export function showProblems(form, problems, go = (control) => control.focus()) {
  clearProblems(form);
  for (const { field, message } of problems) {
    const control = controlOf(form, field);
    const item = document.createElement("li");
    if (control) {
      const link = document.createElement("a");
      link.href = `#${control.id}`;
      link.textContent = message === control.dataset.needed ? message : `${labelOf(control)}: ${message}`;
      link.addEventListener("click", (event) => {
        event.preventDefault(); // the address keeps its fragment; the focus moves all the same
        go(control);
      });
      item.append(link);
      markProblem(control, message);
    } else {
      item.textContent = message;
    }
    byId("problems").querySelector("ul").append(item);
  }
  reveal(byId("problems"));
}

/** Say `text` at one control, and in the page's title that something is to be mended. */
export function markProblem(control, text) {
  const place = byId(`${control.name || control.id}-error`);
  place.textContent = text;
  place.hidden = false;
  control.setAttribute("aria-invalid", "true");
  if (!document.title.startsWith(messages.wrong)) document.title = messages.wrong + document.title;
}

/** Take away the list of problems, and what `markProblem` said inside `root`. */
export function clearProblems(root) {
  for (const place of root.querySelectorAll(".field__error[id]")) place.hidden = true;
  for (const control of root.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
  document.title = document.title.replace(messages.wrong, "");
  const summary = byId("problems");
  if (!summary) return;
  summary.hidden = true;
  summary.querySelector("ul").replaceChildren();
}

/** Take back what was said at a control that somebody is mending. */
export function unmark(control) {
  if (!control.hasAttribute?.("aria-invalid")) return;
  control.removeAttribute("aria-invalid");
  byId(`${control.name || control.id}-error`).hidden = true;
}

/** Return the control that the API knows as `field`; of radio buttons the first. */
export const controlOf = (form, field) => byId(field) ?? form.querySelector(`[name="${CSS.escape(field)}"]`);

/** Return what a control is called: its label, or for one of several the question above them. */
export function labelOf(control) {
  const heading = control.type === "radio" ? control.closest("fieldset").querySelector("legend") : control.labels[0];
  return heading.firstChild.textContent.trim();
}
