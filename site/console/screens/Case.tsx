/** One report: where it stands and what is owed first, then the story, then what can be done, then all that happened. */

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { placeNames } from "../../scripts/regions.js";
import type { TicketOut } from "../api/staff";
import { Closed, Internal, Reply, Unsent } from "../parts/Composers";
import { Confirm } from "../parts/Confirm";
import { type Fact, Facts } from "../parts/Facts";
import { Badges, dueOf, heldOf } from "../parts/marks";
import { Photos } from "../parts/Photos";
import { complainantOf, flagsOf, paymentOf, subjectOf, unreadOf, wishesOf } from "../parts/said";
import { Meanwhile, Timeline } from "../parts/Timeline";
import { confirming, forgetActs, release, undo, undoing } from "../state/acts";
import { close, contact, internals, open, renewed, replies, steps, ticket } from "../state/case";
import { left, shown } from "../state/queue";
import { writer } from "../state/writing";
import { attempt, queueAddress } from "../state/session";
import { case_work } from "../case-words";
import { called, desk_work, hour, longDate, moment, sentence } from "../words";

export function Case({ number }: { number: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    attempt(() => open(number));
    return () => {
      void release();
      forgetActs();
      close();
    };
  }, [number]);
  const fresh = ticket.value;
  useEffect(() => {
    if (fresh) heading.current?.focus();
  }, [fresh?.number]);
  return (
    <section id="ticket" aria-labelledby="ticket-title">
      <Way number={number} />
      {fresh && (
        <>
          <h2 id="ticket-title" data-slot="number" ref={heading} tabIndex={-1}>
            {fresh.number}
          </h2>
          <p>
            <Badges item={fresh} />
          </p>
          <p data-slot="due">{dueOf(fresh) && <strong>{dueOf(fresh)}</strong>}</p>
          {fresh.role === "reader" && (
            <p class="notice" id="reads-only">
              {sentence(case_work.reads_only, { desk: fresh.desk.name })}
            </p>
          )}
          {fresh.rating && <p id="rated">{sentence(case_work.rated, { rating: fresh.rating })}</p>}
          <Writer />
          <Undo />
          {confirming.value && <Confirm />}
          <div class="case" hidden={confirming.value !== null}>
            <div>
              <h3>{case_work.story}</h3>
              <p class="as-typed" data-slot="story">
                {fresh.story}
              </p>
              <About fresh={fresh} />
              <Photos photos={fresh.photos} />
              <Similar fresh={fresh} />
              <KeptOut fresh={fresh} />
            </div>
            <div>
              <h3>{case_work.events}</h3>
              <Timeline events={fresh.events} />
              <Renewed />
              <Contact />
              <Meanwhile />
              <Unsent />
              <Reply />
              <Internal />
              <Closed />
              {!steps.value.some(({ action }) => !["reissue", "hold"].includes(action)) && <p id="no-actions">{case_work.no_actions}</p>}
            </div>
          </div>
          {!confirming.value && <Bar />}
        </>
      )}
    </section>
  );
}

/** A colleague writes there, too. */
function Writer() {
  const other = writer.value;
  return (
    <div role="status">{other && <p class="notice" id="writer">{sentence(case_work.writing_since, { name: other.name, at: hour(other.at) })}</p>}</div>
  );
}

/** Takes back who has the report. */
function Undo() {
  if (!undoing.value) return null;
  return (
    <p class="console__changed" id="undo">
      {sentence(case_work.done_just_now, { what: called("actions", undoing.value.done) })}{" "}
      <button type="button" class="md-button" onClick={() => attempt(undo)}>
        {case_work.undo}
      </button>
    </p>
  );
}

/** Always under the thumb: on to what is written to the family, or for desks. */
function Bar() {
  const there: [string, string, boolean][] = [
    ["reply", case_work.to_reply, replies.value.length > 0],
    ["move", case_work.to_steps, internals.value.length > 0],
  ];
  const go = (id: string) => {
    const form = document.getElementById(id);
    form?.scrollIntoView();
    form?.querySelector<HTMLElement>("textarea, select, button")?.focus({ preventScroll: true });
  };
  if (!there.some(([, , open]) => open)) return null;
  return (
    <p class="case__bar">
      {there.map(
        ([id, label, open]) =>
          open && (
            <button key={id} type="button" class="md-button" onClick={() => go(id)}>
              {label}
            </button>
          ),
      )}
    </p>
  );
}

/** Back to the list, and on to the next of it: the list as it was when it was opened. */
function Way({ number }: { number: string }) {
  const list = shown.value;
  const index = list ? list.items.findIndex((item) => item.number === number) : -1;
  const next = list?.items[index + 1]?.number;
  return (
    <nav class="console__way" aria-label={desk_work.queue}>
      <a href={list ? queueAddress(list.queue, list.filter) : "#"} class="console__back" data-back>
        {case_work.back}
      </a>
      {list && index >= 0 && (
        <span>
          {sentence(case_work.place, { place: index + 1, count: list.next ? `${list.items.length}+` : list.items.length })}
          {next && (
            <>
              {" · "}
              <a href={`#${next}`} class="console__back" data-next onClick={() => (left.value = next)}>
                {case_work.next}
              </a>
            </>
          )}
        </span>
      )}
    </nav>
  );
}

function About({ fresh }: { fresh: TicketOut }) {
  const place = useSignal([fresh.village, fresh.district].filter(Boolean).join(", "));
  useEffect(() => {
    // The names come from the region files; until they do, and without them, the codes stand there.
    placeNames(fresh.district, fresh.village).then(
      (names: string[]) => (place.value = names.join(", ")),
      () => {},
    );
  }, [fresh.district, fresh.village]);
  const facts: Fact[] = [
    { label: called("labels", "flags"), slot: "flags", value: flagsOf(fresh), strong: true },
    { label: case_work.facts_wishes, slot: "wishes", value: wishesOf(fresh), strong: true },
    { label: case_work.facts_kind, slot: "kind", value: called("kinds", fresh.kind) },
    { label: called("labels", "category"), slot: "category", value: called("categories", fresh.category) },
    { label: case_work.facts_payment, slot: "payment", value: paymentOf(fresh) },
    { label: called("labels", "complainant"), slot: "complainant", value: complainantOf(fresh) },
    { label: case_work.facts_place, slot: "place", value: place.value },
    { label: case_work.facts_happened, slot: "happened_on", value: fresh.happened_on && longDate(fresh.happened_on) },
    { label: case_work.facts_subject, slot: "subject", value: subjectOf(fresh) },
    { label: case_work.facts_unread, slot: "as_typed", value: unreadOf(fresh), strong: true },
    { label: case_work.facts_desk, slot: "desk", value: fresh.desk.name },
    { label: case_work.facts_held, slot: "held", value: heldOf(fresh) },
    { label: case_work.facts_due, slot: "due", value: dueOf(fresh), strong: true },
    { label: case_work.facts_settled, slot: "settled_by", value: fresh.settled_by && longDate(fresh.settled_by) },
    { label: case_work.facts_watchers, slot: "watchers", value: fresh.watchers.map(({ name }) => name).join(", ") },
    { label: case_work.facts_ending, slot: "ending", value: called("endings", fresh.ending) },
    { label: case_work.facts_received, slot: "received_at", value: moment(fresh.received_at) },
    { label: case_work.facts_updated, slot: "updated_at", value: moment(fresh.updated_at) },
  ];
  return <Facts id="facts" facts={facts} />;
}

/** A new receipt, once. */
function Renewed() {
  const receipt = renewed.value;
  if (!receipt) return null;
  return (
    <section id="renewed" class="composer" aria-labelledby="renewed-title">
      <h3 id="renewed-title">{case_work.renewed}</h3>
      <p role="status">{case_work.renewed_hint}</p>
      <Facts
        facts={[
          { label: called("labels", "number"), slot: "number", value: receipt.number },
          { label: called("labels", "access_code"), slot: "access_code", value: receipt.access_code, strong: true },
          { label: called("labels", "link_token"), slot: "link", value: receipt.link },
        ]}
      />
    </section>
  );
}

/** Who reports, once it was written down that the officer asked; outside the hours that the family chose the number is no link. */
function Contact() {
  const seen = contact.value;
  if (!seen) return null;
  const { name, phone, nik, beneficiary, call_time, call_now } = seen;
  const when = call_time && sentence(case_work.call_then, { time: called("call_times", call_time).toLowerCase() });
  return (
    <section id="contact" class="composer" aria-labelledby="contact-title">
      <h3 id="contact-title">{case_work.contact}</h3>
      <p role="status">{[when, call_now ? "" : case_work.call_not_now].filter(Boolean).join(" ")}</p>
      {!(name || phone || nik || beneficiary) && <p>{case_work.contact_none}</p>}
      <Facts
        facts={[
          { label: called("labels", "reporter.phone"), slot: "phone", value: phone && (call_now ? <a href={`tel:${phone}`}>{phone}</a> : phone) },
          { label: called("labels", "reporter.name"), slot: "name", value: name ?? (phone || nik ? case_work.contact_hidden : "") },
          { label: called("labels", "reporter.beneficiary"), slot: "beneficiary", value: beneficiary },
          { label: called("labels", "reporter.nik"), slot: "nik", value: nik },
        ]}
      />
    </section>
  );
}

function Similar({ fresh }: { fresh: TicketOut }) {
  if (!fresh.similar.length) return null;
  return (
    <div id="similar">
      <h3>{case_work.similar}</h3>
      <p>{case_work.similar_hint}</p>
      <ul id="similar-list">
        {fresh.similar.map(({ number }) => (
          <li key={number}>
            <a href={`#${number}`}>{number}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}

function KeptOut({ fresh }: { fresh: TicketOut }) {
  if (!fresh.kept_out.length) return null;
  return (
    <div id="kept-out">
      <h3>{case_work.kept_out}</h3>
      <ul id="kept-out-list">
        {fresh.kept_out.map(({ name, first_read_at, last_read_at }) => (
          <li key={name}>
            {first_read_at && last_read_at
              ? sentence(case_work.read_between, { name, first: moment(first_read_at), last: moment(last_read_at) })
              : sentence(case_work.never_read, { name })}
          </li>
        ))}
      </ul>
    </div>
  );
}
