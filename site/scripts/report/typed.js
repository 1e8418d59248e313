/** Reads the report form as it is typed: which controls have answers, what a draft keeps, what is missing. It knows no word. */

const BLANK = /[\s\u2800\p{Default_Ignorable_Code_Point}]+/gu; // what shows nothing

/** Return the controls of `root` that have a name of the API's. */
export const named = (root) =>
  [...root.querySelectorAll("input[name], select[name], textarea[name]")].filter(({ type }) => type !== "hidden");

/** Whether a control is one of several to choose from. */
export const isTick = ({ type }) => type === "radio" || type === "checkbox";

/** Whether a control lies in a part of the form that the other answers have put away. */
const isAside = (control) => control.closest(".aside") !== null;

/** Return the controls of `root` that hold an answer. */
export const answered = (root) =>
  named(root).filter((control) => (isTick(control) ? control.checked && control.value : control.value.trim()) && !isAside(control));

/** Return the controls of `root` that are filled in, and whose answer can be one that nobody can read. */
export const doubtful = (root) =>
  [...root.querySelectorAll("[data-check]")].filter((control) => !isAside(control) && (control.value.trim() || control.validity.badInput));

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

/** Return the first rule of the phone's own that each control of `root` breaks: [{field, message}]. */
export function problemsOf(root, form, lettersLeft) {
  const problems = [];
  for (const control of named(root)) {
    const { name, type } = control;
    const isEmpty = type === "radio" ? !form.elements[name].value : !control.value.replace(BLANK, "");
    const message = control.required && isEmpty ? control.dataset.needed : name === "story" && lettersLeft < 0 && form.dataset.tooLong;
    if (message && problems.every(({ field }) => field !== name)) problems.push({ field: name, message });
  }
  return problems;
}
