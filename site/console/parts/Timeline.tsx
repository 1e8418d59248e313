/** What happened: who did what when, told apart by who reads it, the latest first on the page and the rest behind a button. */

import { useSignal } from "@preact/signals";
import type { EventOut } from "../api/staff";
import { case_work, talk } from "../case-words";
import { since, ticket } from "../state/case";
import { called, isCalled, listed, longDate, moment, sentence, statusName } from "../words";

const AT_ONCE = 50; // a long case opens as fast as a short one
const LONG = 600; // characters; a longer text is folded

// How a turn of each kind stands out beside its word.
const STANDS = { family: "turn turn--mine", to_family: "turn", note: "turn turn--note", system: "turn turn--system" };

type Kind = keyof typeof STANDS;

/** Every event of a report, the oldest first; of many the latest until the others are asked for. */
export function Timeline({ events }: { events: EventOut[] }) {
  const talkOnly = useSignal(false);
  const all = useSignal(false);
  const turns = events.map((event, index) => ({ event, moved: event.status !== events[index - 1]?.status }));
  const chosen = talkOnly.value ? turns.filter(({ event }) => ["family", "to_family"].includes(kindOf(event))) : turns;
  const hidden = all.value ? 0 : Math.max(chosen.length - AT_ONCE, 0);
  return (
    <>
      <label class="choice">
        <input type="checkbox" id="talk-only" checked={talkOnly.value} onChange={(event) => (talkOnly.value = event.currentTarget.checked)} /> {case_work.talk_only}
      </label>
      {hidden > 0 && (
        <p>
          <button type="button" class="md-button" id="earlier" onClick={() => (all.value = true)}>
            {sentence(case_work.earlier, { count: hidden })}
          </button>
        </p>
      )}
      <ol class="talk" id="events">
        {chosen.slice(hidden).map(({ event, moved }) => (
          <Turn key={event.version} event={event} moved={moved} />
        ))}
      </ol>
    </>
  );
}

/** What others did while somebody was writing. */
export function Meanwhile() {
  const news = since.value ? (ticket.value?.events ?? []).filter(({ version }) => version > since.value) : [];
  if (!news.length) return null;
  return (
    <section id="meanwhile" class="notice" aria-labelledby="meanwhile-title">
      <h3 id="meanwhile-title">{case_work.meanwhile}</h3>
      <ol class="talk">
        {news.map((event) => (
          <Turn key={event.version} event={event} moved={false} />
        ))}
      </ol>
    </section>
  );
}

function kindOf({ actor, said }: EventOut): Kind {
  if (actor === "complainant") return "family";
  if (actor === "system") return "system";
  return sharedOf(said) || factsOf(said) ? "to_family" : "note";
}

const sharedOf = (said: Record<string, string>) => [said.question, said.message, said.reason, said.comment].filter(Boolean).join("\n\n");

function Turn({ event, moved }: { event: EventOut; moved: boolean }) {
  const { said } = event;
  const kind = kindOf(event);
  const by = event.by?.name;
  const what = isCalled("turns", event.action) ? called("turns", event.action) : moved ? statusName(event.status) : called("actions", event.action);
  const internal = [
    said.colleague && sentence(case_work.to_colleague, { name: said.colleague }),
    said.accused && sentence(case_work.out, { name: said.accused }),
    said.duplicate_of,
    said.label && `${called("desk_labels", said.label)}.`,
    said.done,
    said.contact_reason && `${called("contact_reasons", said.contact_reason)}.`,
    said.note,
  ]
    .filter(Boolean)
    .join("\n\n");
  const facts = factsOf(said);
  return (
    <li class={STANDS[kind]}>
      <p class="turn__who">
        <strong>{what}</strong> <span class="badge">{case_work[`kind_${kind}`]}</span>
        <br />
        {by && (event.deputy ? `${by}, ${case_work.deputy}, ` : `${by}, `)}
        <time dateTime={event.at}>{moment(event.at)}</time>
      </p>
      {facts && <p>{facts}</p>}
      <Text text={sharedOf(said)} />
      <Text text={internal} kind="turn__internal" />
    </li>
  );
}

function Text({ text, kind = "" }: { text: string; kind?: string }) {
  if (!text) return null;
  if (text.length <= LONG) return <p class={`as-typed ${kind}`}>{text}</p>;
  return (
    <details>
      <summary>{`${text.slice(0, LONG / 4)}…`}</summary>
      <p class={`as-typed ${kind}`}>{text}</p>
    </details>
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
