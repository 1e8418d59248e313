/**
 * Asks again, at the step where it was typed, what the server could not read: by its own patterns, in its own words. A phone that
 * cannot load this loses nothing, for the server keeps such a field as it was typed.
 */

import { first_year, month_stems, patterns, sentences } from "../../../build/data/asking.json";

const UNSEEN = /\p{Default_Ignorable_Code_Point}+/gu;
const whole = (pattern) => new RegExp(`^(?:${pattern})$`, "i");
const between = new RegExp(`[${patterns.between}]+`, "g");

const visible = (text) => text.normalize("NFKC").replace(UNSEEN, "");
const bare = (text) => visible(text).replace(between, "");

const isMobile = (text) => whole(patterns.mobile).test(bare(text));
const isNik = (text) => whole(patterns.nik).test(bare(text));

function isRupiah(text) {
  let amount = visible(text).toLowerCase().trim().replace(/\s+/g, " ");
  for (let turn = 0; turn < 3; turn++) amount = amount.replace(new RegExp(patterns.around_rupiah), "");
  return whole(patterns.plain_rupiah).test(amount) || whole(patterns.rupiah_in_units).test(amount);
}

const numberOfMonth = (name) => 1 + month_stems.findIndex((stem) => name.startsWith(stem)) || name;

/** Return a month as people type it ("Oktober 2026", "10/2026") as "2026-10", or null. */
export function monthIn(text) {
  const tidy = visible(text).trim().toLowerCase().replace(/[\s._/‐-―−-]+/g, "-").replace(/[a-z]+/g, numberOfMonth);
  if (!whole(patterns.month).test(tidy)) return null;
  const [first, last] = tidy.split("-");
  const [year, month] = first.length === 4 ? [first, last] : [last, first];
  return `${year}-${month.padStart(2, "0")}`;
}

/** Return what is wrong with a month, by the name of its sentence, or null. */
function monthProblem(text) {
  const month = monthIn(text);
  if (!month) return "bad_month";
  if (Number(month.slice(0, 4)) < first_year) return "too_early";
  return month > thisMonth() ? "future_date" : null;
}

const thisMonth = () => new Date().toLocaleDateString("sv").slice(0, 7); // Swedish dates are ISO dates, in the reader's zone

const CHECKS = {
  "reporter.phone": ({ value }) => (isMobile(value) ? null : "bad_phone"),
  "reporter.nik": ({ value }) => (isNik(value) ? null : "bad_nik"),
  "payment.amount": ({ value }) => (isRupiah(value) ? null : "bad_amount"),
  "payment.month": ({ value }) => monthProblem(value),
  happened_on: ({ validity }) => {
    if (validity.badInput) return "bad_date";
    if (validity.rangeUnderflow) return "too_early";
    return validity.rangeOverflow ? "future_date" : null;
  },
};

/** Return what is wrong with what stands in an optional field, as a sentence, or null. */
export function slipIn(control) {
  const code = CHECKS[control.name]?.(control);
  return code ? sentences[code] : null;
}
