/** Ranks the sections of the index (`site/search.py`) by what somebody typed. It touches no page, so that a test can run it alone. */

import { rootsOf } from "./stems.js";

const MOST = 8;
const LEAST_TO_MISTYPE = 5; // letters: shorter words have too many neighbours

/** Return the best section of each page that fits, best page first: [address, page title, heading, snippet]. */
export function search({ sections, stems, stop }, text) {
  const known = new Map(Object.entries(stems));
  const scores = new Map();
  for (const word of text.toLowerCase().match(/[a-z0-9]+/g) ?? []) {
    if (stop.includes(word)) continue;
    const heaviest = new Map();
    for (const root of rootsIn(known, word)) {
      const places = known.get(root);
      const rarity = Math.log(1 + sections.length / places.length);
      for (const [place, weight] of places) heaviest.set(place, Math.max(heaviest.get(place) ?? 0, Math.sqrt(weight) * rarity));
    }
    for (const [place, score] of heaviest) scores.set(place, (scores.get(place) ?? 0) + score);
  }
  const pages = new Set();
  return [...scores]
    .sort(([, one], [, other]) => other - one)
    .map(([place]) => sections[place])
    .filter(([address]) => pages.size < pages.add(address.split("#")[0]).size)
    .slice(0, MOST);
}

/** Return the roots of a word; of an unknown word those that one slip of a finger makes it. */
function rootsIn(known, word) {
  const roots = rootsOf(word, (part) => known.has(part));
  if (roots.length) return roots;
  const meant = new Set();
  rootsOf(word, (part) => {
    if (part.length >= LEAST_TO_MISTYPE) for (const root of known.keys()) if (isSlip(part, root)) meant.add(root);
  });
  return meant;
}

/** Tell whether a letter is missing, too many, or another, or two have changed places. */
function isSlip(one, other) {
  const shorter = Math.min(one.length, other.length);
  let start = 0;
  while (start < shorter && one[start] === other[start]) start++;
  let end = 0;
  while (end < shorter - start && one[one.length - 1 - end] === other[other.length - 1 - end]) end++;
  const typed = one.slice(start, one.length - end);
  const meant = other.slice(start, other.length - end);
  return (typed.length < 2 && meant.length < 2) || (typed.length === 2 && meant === typed[1] + typed[0]);
}
