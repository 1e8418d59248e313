/** What a report says beside its story, in words; each function takes a ticket of the staff API and gives "" for nothing said. */

import { banks, call_times, complainants, flags, labels, stages } from "../../../build/data/words.json";
import { longMonth } from "../page.js";

/** Return what makes the report a delicate one. */
export const flagsOf = (ticket) => listed(ticket.flags.map((flag) => flags[flag]));

/** Return how the complainant wants to be treated. */
export function wishesOf({ wishes }) {
  if (!wishes) return "";
  const { hide_name, keep_secret, call_time } = wishes;
  const time = call_time && `${labels["wishes.call_time"]}: ${call_times[call_time]}`;
  return listed([hide_name && labels["wishes.hide_name"], keep_secret && labels["wishes.keep_secret"], time]);
}

/** Return which payment it is about. */
export function paymentOf({ payment }) {
  if (!payment) return "";
  const { bank, stage, month, amount } = payment;
  const money = amount !== null && new Intl.NumberFormat("id-ID", { style: "currency", currency: "IDR", maximumFractionDigits: 0 }).format(amount);
  return listed([banks[bank], stages[stage], month && longMonth(month), money]);
}

/** Return what could not be read, as it was typed; of what is personal the name of the field alone. */
export const unreadOf = ({ as_typed }) => listed(Object.entries(as_typed).map(([field, text]) => (text ? `${labels[field]}: ${text}` : labels[field])));

/** Return who reports, and whether for somebody else. */
export const complainantOf = ({ complainant, for_other }) => listed([complainants[complainant], for_other && labels.for_other]);

const listed = (parts) => parts.filter(Boolean).join(", ");
