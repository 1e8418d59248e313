/** Says on a page that is only read, or looked up on, that a report on this phone was refused: it is nobody's until it is mended. */

import { looking_up } from "../../../build/data/words.json";
import { all } from "../outbox.js";

all().then((entries) => entries.some(({ state }) => state === "refused") && tell());

function tell() {
  const notice = document.createElement("div");
  notice.className = "notice notice--wrong";
  const text = document.createElement("p");
  text.textContent = looking_up.refused_here;
  const link = document.createElement("a");
  link.href = "/lapor/";
  link.textContent = looking_up.mend;
  notice.append(text, link);
  document.querySelector("article").prepend(notice);
}
