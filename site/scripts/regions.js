/** Reads the region files and fills the selects below a province, which the page itself lists. */

import { ask } from "./api.js";

const LEVELS = ["province", "regency", "district", "village"];
const files = new Map();

/**
 * Let each of `selects` (by level: province, regency, district, village) offer what lies in the one before it.
 * `onProblem(problem, retry)` is told when a file does not come, and with (null) when all is well again.
 * Returns a function that chooses given codes as their lists come: `choose({province: "18", …})`.
 */
export function connectRegions(selects, onProblem) {
  let wanted = {};

  async function offer(level) {
    const position = LEVELS.indexOf(level);
    for (const later of LEVELS.slice(position)) holdPlace(selects[later], wanted[later]);
    const parents = LEVELS.slice(0, position).map((earlier) => selects[earlier].value);
    if (parents.includes("")) return;
    try {
      const choices = await within(parents);
      onProblem(null);
      const isStill = parents.every((value, index) => selects[LEVELS[index]].value === value);
      if (!isStill) return; // meanwhile another parent was chosen
      setChoices(selects[level], choices, wanted[level]);
    } catch (problem) {
      onProblem(problem, () => offer(level));
      return;
    }
    if (selects[level].value && LEVELS[position + 1]) await offer(LEVELS[position + 1]);
  }

  for (const [index, level] of LEVELS.slice(1).entries()) {
    selects[LEVELS[index]].addEventListener("change", () => {
      wanted = {};
      offer(level);
    });
  }

  return function choose(codes) {
    wanted = codes;
    selects.province.value = codes.province ?? "";
    return offer("regency");
  };
}

/** Return the names of a place, smallest first: village (when given), district, regency, province. */
export async function placeNames(district, village) {
  const [[province, regencies], districts] = await Promise.all([file(district.slice(0, 2)), file(district.slice(0, 5))]);
  const [name, villages] = districts[district];
  return [...(village ? [villages[village]] : []), name, regencies[district.slice(0, 5)], province];
}

/**
 * Return {code: name} of what lies in the innermost of `parents` (codes from province inwards).
 * @param {string[]} parents
 */
export async function within([province, regency, district]) {
  if (!regency) return (await file(province))[1];
  const districts = await file(regency);
  return district ? districts[district][1] : Object.fromEntries(Object.entries(districts).map(([code, [name]]) => [code, name]));
}

/** Keep what is wanted while its list is coming, so that nothing read from the form meanwhile lacks it. */
function holdPlace(select, code) {
  setChoices(select, code ? { [code]: code } : {}, code);
}

function setChoices(select, choices, chosen) {
  const entries = Object.entries(choices).sort(([, one], [, other]) => one.localeCompare(other, "id"));
  select.replaceChildren(select.options[0], ...entries.map(([code, name]) => new Option(name, code)));
  select.value = chosen in choices ? chosen : "";
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
