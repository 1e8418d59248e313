/** Who reports, once it was written down that the officer asked: on the page for as long as the report is open, and nowhere else. */

import { call_times, desk_work } from "../../../build/data/words.json";
import { byId, fill, reveal, sentence } from "../page.js";

/** The actions that open a contact. */
export const opensContact = (action) => action === "see_contact" || action === "see_identity";

/** Show a contact; outside the hours that the family chose the number is no link. */
export function showContact({ name, phone, nik, beneficiary, call_time, call_now }) {
  const section = byId("contact");
  const when = call_time && sentence(desk_work.call_then, { time: call_times[call_time].toLowerCase() });
  fill(section, {
    call_time: [when, call_now ? "" : desk_work.call_not_now].filter(Boolean).join(" "),
    none: name || phone || nik || beneficiary ? "" : desk_work.contact_none,
    phone: phone && (call_now ? dialled(phone) : phone),
    name: name ?? (phone || nik ? desk_work.contact_hidden : ""),
    beneficiary,
    nik,
  });
  for (const fact of section.querySelector("dl").querySelectorAll("div")) fact.hidden = !fact.querySelector("dd").textContent;
  reveal(section);
}

/** Take a contact off the page. */
export function hideContact() {
  const section = byId("contact");
  section.hidden = true;
  fill(section, { call_time: "", none: "", phone: "", name: "", beneficiary: "", nik: "" });
}

function dialled(phone) {
  const link = document.createElement("a");
  link.href = `tel:${phone}`;
  link.textContent = phone;
  return link;
}
