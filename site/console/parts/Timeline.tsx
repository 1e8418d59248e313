/** What happened: who did what when, and apart from each other what the family reads and what desks read. */

import type { EventOut, TicketOut } from "../api/staff";
import { talk } from "../case-words";
import { called, desk_work, isCalled, listed, longDate, moment, sentence, statusName } from "../words";

/** Every event of a report, the oldest first. */
export function Timeline({ events }: { events: TicketOut["events"] }) {
  return (
    <ol class="talk" id="events">
      {events.map((event, index) => (
        <Event key={event.version} event={event} moved={event.status !== events[index - 1]?.status} />
      ))}
    </ol>
  );
}

function Event({ event, moved }: { event: EventOut; moved: boolean }) {
  const { said } = event;
  const whoever: Record<string, string> = { complainant: desk_work.complainant, system: desk_work.system };
  const by = event.by?.name ?? whoever[event.actor];
  const what = isCalled("turns", event.action) ? called("turns", event.action) : moved ? statusName(event.status) : called("actions", event.action);
  const shared = [said.question, said.message, said.reason, said.comment].filter(Boolean).join("\n\n");
  const internal = [
    said.colleague && sentence(desk_work.to_colleague, { name: said.colleague }),
    said.accused && sentence(desk_work.out, { name: said.accused }),
    said.duplicate_of,
    said.done,
    said.contact_reason && `${called("contact_reasons", said.contact_reason)}.`,
    said.note,
  ]
    .filter(Boolean)
    .join("\n\n");
  const facts = factsOf(said);
  return (
    <li class={`turn ${event.actor === "complainant" ? "turn--mine" : ""}`}>
      <p class="turn__who">
        <strong>{what}</strong>
        <br />
        {event.deputy ? `${by}, ${desk_work.deputy}` : by}, <time dateTime={event.at}>{moment(event.at)}</time>
      </p>
      {facts && <p>{facts}</p>}
      {shared && <p class="as-typed">{shared}</p>}
      {internal && <p class="as-typed turn__internal">{internal}</p>}
    </li>
  );
}

/** What was said beside the texts, in sentences. */
function factsOf({ outcome, credited_on, reference, answer_by, close_reason, handed_to, rating, category, district }: Record<string, string>): string {
  return [
    outcome && `${called("outcomes", outcome)}.`,
    credited_on && sentence(talk.paid_back, { day: longDate(credited_on), reference }),
    answer_by && sentence(talk.answer_by, { day: longDate(answer_by) }),
    close_reason && `${called("endings", close_reason)}.`,
    handed_to && sentence(talk.handed_to, { name: handed_to }),
    rating && `${called("ratings", rating)} (${rating}/5).`,
    (category || district) && sentence(talk.corrected, { what: listed([called("categories", category), district]) }),
  ]
    .filter(Boolean)
    .join(" ");
}
