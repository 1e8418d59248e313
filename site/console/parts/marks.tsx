/** What makes a report stand out, and the date that counts for it, in words; the same in list and case. */

import type { ListedOut } from "../api/staff";
import { called, desk_work, longDate, moment, sentence, shortDate, statusName } from "../words";

/** What list and case have of a report in common. */
export type Item = Omit<ListedOut, "reason" | "takeable">;

type Deadline = NonNullable<Item["deadline"]>;

const isPast = ({ at }: Deadline): boolean => Date.parse(at) <= Date.now();

/** The deadline of a report at this moment in a sentence. */
export function dueOf({ deadline }: Item): string {
  if (!deadline) return "";
  const over = isPast(deadline);
  const when = deadline.exact ? moment(deadline.at) : longDate(deadline.day);
  const says = sentence(over ? desk_work.due_since : desk_work.due, { what: called("deadlines", deadline.clock), when });
  const then = deadline.rises_to && !over ? sentence(desk_work.rises, { tier: called("tiers", deadline.rises_to).toLowerCase() }) : "";
  return [says, then].filter(Boolean).join(" ");
}

/** The same in as few words as a list has room for. */
export function dueShort({ deadline, received_at }: Item): string {
  if (!deadline) return moment(received_at);
  const over = isPast(deadline);
  const when = deadline.exact ? moment(deadline.at) : shortDate(deadline.day);
  return sentence(over ? desk_work.due_over : desk_work.due_short, { what: called("deadlines", deadline.clock), when });
}

/** Who has a report, in words. */
export const heldOf = ({ held }: Pick<Item, "held">): string => ({ mine: desk_work.held_mine, others: desk_work.held_others, nobody: desk_work.held_nobody })[held];

/** The badges of a report; what is not so is not there. */
export function Badges({ item }: { item: Item & { on_hold?: boolean } }) {
  const marks: [string, string | false | null, string][] = [
    ["confidential", item.confidential && desk_work.confidential, "badge--doubt"],
    ["urgent", item.urgent && desk_work.urgent, "badge--doubt"],
    ["replied", item.replied && called("queues", "replied"), "badge--doubt"],
    ["to_call", item.to_call && desk_work.to_call, "badge--doubt"],
    ["erasure", item.erasure && desk_work.erasure, "badge--doubt"],
    ["on_hold", Boolean(item.on_hold) && desk_work.on_hold, ""],
    ["overdue", item.deadline && (item.deadline.late || isPast(item.deadline)) && called("queues", "overdue"), "badge--wrong"],
    ["paused", item.status === "needs_info" && desk_work.paused, ""],
    ...item.labels.map((label): [string, string, string] => [`label-${label}`, called("desk_labels", label), ""]),
    ["status", statusName(item.status), ""],
  ];
  return (
    <span class="queue__marks">
      {marks.map(
        ([slot, text, kind]) =>
          text && (
            <span key={slot} class={`badge ${kind}`} data-slot={slot}>
              {text}
            </span>
          ),
      )}
    </span>
  );
}
