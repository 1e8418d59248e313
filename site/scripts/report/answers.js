/** Reads the report form once it is filled in: as the API takes it, and as people read it once more. It knows no word. */

import { labelOf, longDate, longMonth, stamp } from "../page.js";
import { monthIn } from "./checks.js";
import { answered, isTick } from "./typed.js";

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

/** Fill `place` with what was answered, step by step; `change(step)` is called when somebody wants another answer. */
export function showAnswers(place, steps, affirmed, change) {
  const groups = steps.map((step) => [step, answered(step)]);
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

function answerLine(control, affirmed) {
  const question = isTick(control) ? control.labels[0].querySelector("b, span")?.textContent ?? control.labels[0].textContent.trim() : labelOf(control);
  if (control.type === "checkbox") return stamp("answer", { question, answer: affirmed });
  // The step's heading is the question of its radio buttons.
  if (control.type === "radio") return stamp("answer", { question: "", answer: question });
  return stamp("answer", { question, answer: inWords(control) });
}

function inWords(control) {
  if (control.type === "date") return longDate(control.value);
  const month = control.name === "payment.month" && monthIn(control.value);
  return month ? longMonth(month) : (control.selectedOptions?.[0].textContent ?? control.value);
}
