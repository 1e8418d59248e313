/** The page *Cari*: finds guides by what people type. The index comes when somebody looks for something; nothing typed leaves. */

import { searching } from "../../../build/data/words.json";
import { ask } from "../api.js";
import { byId, sentence, sentenceOf, stamp, start } from "../page.js";
import { search } from "../search.js";

const ASKED = "cari"; // by this name the query stands after #, where the skip link may put something else

const form = byId("search");
const query = byId("query");
let index; // once it has come

form.addEventListener("submit", (event) => {
  event.preventDefault();
  history.replaceState(null, "", `#${new URLSearchParams({ [ASKED]: query.value })}`);
  show();
});

start();
query.value = new URLSearchParams(location.hash.slice(1)).get(ASKED) ?? "";
if (query.value) show();

async function show() {
  byId("found").textContent = searching.looking;
  try {
    index ??= (await ask("/data/search.json")).content;
  } catch (problem) {
    byId("found").textContent = sentenceOf(problem);
    return;
  }
  const results = search(index, query.value);
  byId("found").textContent = results.length ? sentence(searching.found, { count: results.length }) : searching.nothing;
  byId("results").replaceChildren(...results.map(resultLine));
}

function resultLine([address, page, heading, snippet]) {
  const line = stamp("result", { title: heading, page: heading === page ? "" : page, snippet });
  line.querySelector("a").href = address;
  return line;
}
