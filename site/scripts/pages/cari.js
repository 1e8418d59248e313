/** The page *Cari*: finds guides by what people type. The index comes when somebody looks for something; nothing typed leaves. */

import { searching } from "../../../build/data/words.json";
import { ask } from "../api.js";
import { byId, sentence, sentenceOf, stamp, start } from "../page.js";
import { rootsOf } from "../stems.js";

const MOST = 8;
const form = byId("search");
const query = byId("query");
let index; // once it has come

form.addEventListener("submit", (event) => {
  event.preventDefault();
  history.replaceState(null, "", `#${encodeURIComponent(query.value)}`);
  search();
});

start(form);
query.value = decodeURIComponent(location.hash.slice(1));
if (query.value) search();

async function search() {
  byId("found").textContent = searching.looking;
  try {
    index ??= (await ask("/data/search.json")).content;
  } catch (problem) {
    byId("found").textContent = sentenceOf(problem);
    return;
  }
  const results = best(query.value);
  byId("found").textContent = results.length ? sentence(searching.found, { count: results.length }) : searching.nothing;
  byId("results").replaceChildren(...results.map(resultLine));
}

/** Return the best section of each page that fits, best page first. */
function best(text) {
  const scores = new Map();
  for (const word of text.toLowerCase().match(/[a-z0-9]+/g) ?? []) {
    const heaviest = new Map();
    for (const root of rootsOf(word, (part) => Object.hasOwn(index.stems, part))) {
      const places = index.stems[root];
      const rarity = Math.log(1 + index.sections.length / places.length);
      for (const [place, weight] of places) heaviest.set(place, Math.max(heaviest.get(place) ?? 0, Math.sqrt(weight) * rarity));
    }
    for (const [place, score] of heaviest) scores.set(place, (scores.get(place) ?? 0) + score);
  }
  const pages = new Set();
  return [...scores]
    .sort(([, one], [, other]) => other - one)
    .map(([place]) => index.sections[place])
    .filter(([address]) => pages.size < pages.add(address.split("#")[0]).size)
    .slice(0, MOST);
}

function resultLine([address, page, heading, snippet]) {
  const line = stamp("result", { title: heading, page: heading === page ? "" : page, snippet });
  line.querySelector("a").href = address;
  return line;
}
