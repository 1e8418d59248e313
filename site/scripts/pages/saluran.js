/** The page *Saluran pengaduan*: says beside a channel's hours whether it is open now. Without it the hours in words stand. */

import { opening_hours } from "../../../build/data/words.json";
import { isOpen } from "../hours.js";

for (const place of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-open]"))) {
  const open = isOpen(place.dataset, new Date());
  if (open === null) continue;
  place.textContent = open ? opening_hours.open_now : opening_hours.closed_now;
  place.hidden = false;
}
