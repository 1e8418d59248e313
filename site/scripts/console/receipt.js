/** A family that has lost its receipt: find its report, and give it a new one. */

import { desk_work } from "../../../build/data/words.json";
import { byId, fill, reveal } from "../page.js";

/** Whether what was typed can only be a NIK: 16 digits. */
const isNik = (text) => text.replace(/\D/g, "").length === 16;

/** Return what a search asks for: `{phone}` or `{nik}`. */
export const soughtBy = (text) => (isNik(text) ? { nik: text.replace(/\D/g, "") } : { phone: text });

/** Show the numbers found, each a link to its report. */
export function showFound(numbers) {
  byId("found-none").textContent = numbers.length ? "" : desk_work.found_none;
  byId("found").replaceChildren(...numbers.map(numberLine));
}

/** Show the reports that may be the same; none takes no room. */
export function showSimilar(similar) {
  byId("similar").hidden = !similar.length;
  byId("similar-list").replaceChildren(...similar.map(({ number }) => numberLine(number)));
}

/** Show a new receipt, once. */
export function showRenewed({ number, access_code, link }) {
  reveal(fill(byId("renewed"), { number, access_code, link: link ?? "" }));
}

/** Take a new receipt off the page. */
export function hideRenewed() {
  const section = byId("renewed");
  section.hidden = true;
  fill(section, { number: "", access_code: "", link: "" });
}

function numberLine(number) {
  const line = document.createElement("li");
  const link = document.createElement("a");
  link.href = `#${number}`;
  link.textContent = number;
  line.append(link);
  return line;
}
