/** Reads the region files and fills the four selects from province to village. */

import { messages } from "../../build/data/words.json";
import { ask } from "./api.js";

const LEVELS = ["province", "regency", "district", "village"];
const files = new Map();

/**
 * Let each of `selects` (by level: province, regency, district, village) offer what lies in the one before it.
 * `onProblem(problem, retry)` is told when a file does not come, and with (null) when all is well again.
 * Returns a function that chooses given codes again, as a kept draft needs: `await choose({province: "18", …})`.
 */
export function connectRegions(selects, onProblem) {
  async function offer(level) {
    const position = LEVELS.indexOf(level);
    for (const later of LEVELS.slice(position)) setChoices(selects[later], {});
    const parents = LEVELS.slice(0, position).map((earlier) => selects[earlier].value);
    if (parents.includes("")) return;
    try {
      const choices = await within(parents);
      // Meanwhile the reader may have chosen another parent.
      if (parents.every((value, index) => selects[LEVELS[index]].value === value)) setChoices(selects[level], choices);
      onProblem(null);
    } catch (problem) {
      onProblem(problem, () => offer(level));
    }
  }

  for (const [index, level] of LEVELS.slice(1).entries()) {
    selects[LEVELS[index]].addEventListener("change", () => offer(level));
  }

  return async function choose(codes) {
    for (const level of LEVELS) {
      await offer(level);
      selects[level].value = codes[level] ?? "";
      if (!selects[level].value) {
        selects[level].value = "";
        return;
      }
    }
  };
}

/** Return the names of a place, smallest first: village (when given), district, regency, province. */
export async function placeNames(district, village) {
  const [index, districts] = await Promise.all([file("index"), file(district.slice(0, 5))]);
  const [province, regencies] = index[district.slice(0, 2)];
  const [name, villages] = districts[district];
  return [...(village ? [villages[village]] : []), name, regencies[district.slice(0, 5)], province];
}

/** Return {code: name} of what lies in the innermost of `parents` (codes from province inwards). */
async function within([province, regency, district]) {
  if (!province) return names(await file("index"));
  if (!regency) return (await file("index"))[province][1];
  const districts = await file(regency);
  return district ? districts[district][1] : names(districts);
}

function names(table) {
  return Object.fromEntries(Object.entries(table).map(([code, [name]]) => [code, name]));
}

function setChoices(select, choices) {
  const entries = Object.entries(choices).sort(([, one], [, other]) => one.localeCompare(other, "id"));
  const first = select.required ? messages.choose : messages.none;
  select.replaceChildren(new Option(first, ""), ...entries.map(([code, name]) => new Option(name, code)));
}

/** Fetch a region file once; a failure is forgotten, so that the next try asks again. */
function file(name) {
  if (!files.has(name)) {
    const coming = ask(`/data/regions/${name}.json`).then(({ content }) => content);
    files.set(name, coming);
    coming.catch(() => files.delete(name));
  }
  return files.get(name);
}
