/** What a report says beside its story, in words; each gives "" for nothing said. */

import type { TicketOut } from "../api/staff";
import { called, listed, longMonth } from "../words";

/** What makes the report a delicate one. */
export const flagsOf = ({ flags }: TicketOut): string => listed(flags.map((flag) => called("flags", flag)));

/** How the complainant wants to be treated. */
export function wishesOf({ wishes }: TicketOut): string {
  if (!wishes) return "";
  const time = wishes.call_time && `${called("labels", "wishes.call_time")}: ${called("call_times", wishes.call_time)}`;
  return listed([wishes.hide_name && called("labels", "wishes.hide_name"), wishes.keep_secret && called("labels", "wishes.keep_secret"), time]);
}

/** Which payment it is about. */
export function paymentOf({ payment }: TicketOut): string {
  if (!payment) return "";
  const { bank, stage, month, amount } = payment;
  const money = amount !== null && new Intl.NumberFormat("id-ID", { style: "currency", currency: "IDR", maximumFractionDigits: 0 }).format(amount);
  return listed([called("banks", bank), called("stages", stage), month && longMonth(month), money]);
}

/** What could not be read, as it was typed; of what is personal the name of the field alone. */
export const unreadOf = ({ as_typed }: TicketOut): string =>
  listed(Object.entries(as_typed).map(([field, text]) => (text ? `${called("labels", field)}: ${text}` : called("labels", field))));

/** Who reports, and whether for somebody else. */
export const complainantOf = ({ complainant, for_other }: TicketOut): string => listed([called("complainants", complainant), for_other && called("labels", "for_other")]);

/** Whom it is about, in the complainant's words. */
export const subjectOf = ({ subject }: TicketOut): string => listed([called("subject_roles", subject?.role), subject?.name]);
