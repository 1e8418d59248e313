/** What counts for a report now, in words: the same date that the family reads. */

import { deadlines, desk_work, tiers } from "../../../build/data/words.json";
import { longDate, sentence } from "../page.js";

/** Return the marks and the sentence of a report's deadline at the moment; what is empty is not shown. */
export function deadlineOf({ deadline, status }) {
  if (!deadline) return { due: "", overdue: "", paused: "" };
  const over = Date.parse(deadline.at) <= Date.now();
  const when = deadline.exact ? moment(deadline.at) : longDate(deadline.day);
  const says = sentence(over ? desk_work.due_since : desk_work.due, { what: deadlines[deadline.clock], when });
  const then = deadline.rises_to && !over ? sentence(desk_work.rises, { tier: tiers[deadline.rises_to].toLowerCase() }) : "";
  return {
    due: [says, then].filter(Boolean).join(" "),
    overdue: deadline.late || over ? desk_work.overdue : "",
    paused: status === "needs_info" ? desk_work.paused : "",
  };
}

function moment(iso) {
  /** @type {Intl.DateTimeFormatOptions} */
  const format = { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "short" };
  return new Intl.DateTimeFormat("id-ID", format).format(new Date(iso));
}
