/** Reads the report form: as the API takes it, as a draft keeps it, as people read it once more. It knows no word. */

import { labelOf, longDate, stamp } from "../page.js";

const DOUBTFUL = ["happened_on", "payment.month", "payment.amount", "reporter.phone", "reporter.nik"]; // see later/checks.js
const ON_THE_WAY = ["province", "regency"]; // asked for the sake of the district

/** Return the report as the API takes it: what was filled in, `reporter.name` as {reporter: {name}}. */
export function reportIn(form) {
  const body = {};
  for (const control of answered(form)) {
    const [outer, inner] = control.name.split(".");
    if (ON_THE_WAY.includes(outer)) continue;
    if (inner) body[outer] ??= {};
    const place = inner ? body[outer] : body;
    const name = inner ?? outer;
    if (control.type !== "checkbox") place[name] = control.value;
    else if (control.value === "true") place[name] = true;
    else place[name] = [...(place[name] ?? []), control.value];
  }
  return body;
}

/** Return {id: value} of every control, ticks as true or false. */
export function typed(form) {
  return Object.fromEntries(named(form).map((control) => [control.id, isTick(control) ? control.checked : control.value]));
}

/** Put back what `typed` returned, the regions left to those who know their lists. */
export function putBack(form, values, regions) {
  for (const control of named(form)) {
    if (!(control.id in values) || control.name in regions) continue;
    if (isTick(control)) control.checked = values[control.id];
    else control.value = values[control.id];
  }
}

/** Fill `place` with what was answered, step by step; `change(step)` is called when somebody wants another answer. */
export function showAnswers(place, steps, form, affirmed, change) {
  const groups = steps.map((step) => [step, answered(form).filter((control) => step.contains(control))]);
  place.replaceChildren(
    ...groups
      .filter(([, controls]) => controls.length)
      .map(([step, controls]) => {
        const group = stamp("answer-group", { title: step.querySelector("legend").textContent });
        group.querySelector("dl").append(...controls.map((control) => answerLine(control, affirmed)));
        group.querySelector("button").addEventListener("click", () => change(step));
        return group;
      }),
  );
}

/** Return the controls of `step` that are filled in, and whose answer can be one that nobody can read. */
export const filledIn = (step) =>
  named(step).filter(
    (control) => DOUBTFUL.includes(control.name) && !isAside(control) && (control.value.trim() || control.validity.badInput),
  );

/** Return the first rule of the phone's own that each control of `step` breaks: [{field, message}]. */
export function problemsOf(step, form, lettersLeft) {
  const { required, tooLong } = form.dataset;
  return named(step).flatMap((control) => {
    const problem = (message) => [{ field: control.name, message }];
    if (control.required && !control.value.replace(BLANK, "")) return problem(required);
    if (control.name === "category" && !form.querySelector("[name=category]:checked")) {
      return control.id === form.querySelector("[name=category]").id ? problem(required) : [];
    }
    return control.name === "story" && lettersLeft < 0 ? problem(tooLong) : [];
  });
}

const BLANK = /[\s\u2800\p{Default_Ignorable_Code_Point}]+/gu; // what shows nothing
const named = (root) => [...root.querySelectorAll("input[name], select[name], textarea[name]")].filter(({ type }) => type !== "hidden");
const isTick = ({ type }) => type === "radio" || type === "checkbox";
const answered = (form) =>
  named(form).filter((control) => (isTick(control) ? control.checked && control.value : control.value.trim()) && !isAside(control));

/** Whether a control lies in a part of the form that the other answers have put away. */
const isAside = (control) => control.closest(".aside") !== null;

function answerLine(control, affirmed) {
  const question = isTick(control) ? control.labels[0].textContent.trim() : labelOf(control);
  if (control.type === "checkbox") return stamp("answer", { question, answer: affirmed });
  // The step's heading is the question of its radio buttons.
  if (control.type === "radio") return stamp("answer", { question: "", answer: question });
  const day = control.type === "date" && longDate(control.value);
  return stamp("answer", { question, answer: day || (control.selectedOptions?.[0].textContent ?? control.value) });
}
