/** Two places to write that cannot be taken for each other: what the family reads, and what desks alone read. */

import { useEffect, useRef } from "preact/hooks";
import type { NeededOut, StepOut } from "../api/staff";
import { callBack, HOLD_SECONDS, held, press, release } from "../state/acts";
import { acting, asked, askPeople, internals, makeNote, people, problems, replies, speaking, texts, ticket, type, unsent } from "../state/case";
import { attempt, me } from "../state/session";
import { case_work, replies as templates } from "../case-words";
import { called, categories, sentence, statusName } from "../words";
import { type Asked, CHOICES, Field } from "./Field";

const REACHING = ["see_contact", "see_identity"];
const RENEWING = ["reissue"];
const HANDLING = ["take", "hand_back", "take_over", "assign", "exclude"];
const LABELLING = ["label", "unlabel"];
const ASIDE = ["step_aside"];

/** What is written to the family, under the one button that sends it. */
export function Reply() {
  const step = replies.value.find(({ action }) => action === speaking.value);
  if (!step) return null;
  const fields = asked(step);
  return (
    <form id="reply" class="composer composer--family" novalidate onSubmit={sending(step)}>
      <h3>{case_work.composer_family}</h3>
      {/* What is on its way stands as it was pressed until it is called back or sent. */}
      <fieldset class="composer__fields" disabled={held.value !== null}>
      <div class="field">
        <label for="say">{case_work.what_to_send}</label>
        <select id="say" value={step.action} onChange={(event) => (speaking.value = event.currentTarget.value)}>
          {replies.value.map(({ action }) => (
            <option key={action} value={action}>
              {called("actions", action)}
            </option>
          ))}
        </select>
      </div>
      {fields.filter(({ name }) => !LAST.includes(name)).map((field) => drawn(field))}
      <Templates action={step.action} />
      {fields.filter(({ name }) => LAST.includes(name)).map((field) => drawn(field))}
      </fieldset>
      {held.value ? (
        <Held />
      ) : (
        <button type="submit" class="md-button md-button--primary" id="send" disabled={acting.value}>
          {called("actions", step.action)}
        </button>
      )}
    </form>
  );
}

/** Words on their way to the family: for some seconds they can be called back. */
function Held() {
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => back.current?.focus(), []);
  return (
    <div id="held">
      <p role="status">{sentence(case_work.on_its_way, { count: HOLD_SECONDS })}</p>
      <p class="actions">
        <button type="button" class="md-button" ref={back} onClick={callBack}>
          {case_work.undo}
        </button>
        <button type="button" class="md-button" onClick={() => release()}>
          {case_work.send_now}
        </button>
      </p>
    </div>
  );
}

// Behind the templates, which fill the first of them.
const LAST = ["message", "done"];

/** What desks alone read, and what is done with the report. */
export function Internal() {
  const open = internals.value;
  if (!open.length) return null;
  const of = (names: string[]) => open.filter(({ action }) => names.includes(action));
  const apart = [...REACHING, ...RENEWING, ...HANDLING, ...LABELLING, ...ASIDE];
  const note = open.flatMap(({ needs }) => needs).find(({ name }) => name === "note");
  return (
    <form id="move" class="composer composer--internal" novalidate onSubmit={(event) => event.preventDefault()}>
      <h3>{case_work.composer_internal}</h3>
      {note && drawn(note)}
      <Buttons steps={open.filter(({ action }) => !apart.includes(action))} id="actions" />
      <Part id="reaching" title={case_work.contact} steps={of(REACHING)} />
      <Part id="renewing" title={case_work.lost} steps={of(RENEWING)} />
      <Part id="handling" title={case_work.who_handles} steps={of(HANDLING)} opened={() => attempt(askPeople)} />
      <Labelling steps={of(LABELLING)} />
      <Buttons steps={of(ASIDE)} id="step_aside-actions" />
    </form>
  );
}

/** What was written for a step that a colleague has closed meanwhile: nothing of it is lost. */
export function Unsent() {
  if (!unsent.value.length) return null;
  const canNote = internals.value.some(({ needs }) => needs.some(({ name }) => name === "note"));
  return (
    <section id="unsent" class="notice" aria-labelledby="unsent-title">
      <h3 id="unsent-title">{case_work.unsent}</h3>
      {unsent.value.map((name) => (
        <div key={name}>
          <p class="as-typed">{texts.value[name]}</p>
          <p class="actions">
            {canNote && (
              <button type="button" class="md-button" onClick={() => makeNote(name)}>
                {case_work.make_note}
              </button>
            )}
            <button type="button" class="md-button" onClick={() => type(name, "")}>
              {case_work.drop_text}
            </button>
          </p>
        </div>
      ))}
    </section>
  );
}

/** What cannot be done now, and why. */
export function Closed() {
  const closed = ticket.value?.closed ?? [];
  if (!closed.length) return null;
  return (
    <details id="closed" class="handling">
      <summary>{case_work.closed}</summary>
      <dl class="facts">
        {closed.map(({ action, why, states }) => (
          <div key={action}>
            <dt>{called("actions", action)}</dt>
            <dd>{sentence(called("why_not", why), { states: states.map(statusName).join(", ") })}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

/** Actions of one kind behind a heading, each with the fields that it needs beside the note. */
function Part({ id, title, steps, opened }: { id: string; title: string; steps: StepOut[]; opened?: () => void }) {
  if (!steps.length) return null;
  const bare = steps.filter((step) => !asked(step).some(({ name }) => name !== "note"));
  return (
    <details id={id} class="handling" onToggle={(event) => event.currentTarget.open && opened?.()}>
      <summary>{title}</summary>
      <Buttons steps={bare} id={`${id}-actions`} />
      {steps
        .filter((step) => !bare.includes(step))
        .map((step) => (
          <div key={step.action}>
            {asked(step)
              .filter(({ name }) => name !== "note")
              .map((field) => drawn(field))}
            <Buttons steps={[step]} id={`${step.action}-actions`} />
          </div>
        ))}
    </details>
  );
}

/** One label is chosen, and given or taken off. */
function Labelling({ steps }: { steps: StepOut[] }) {
  if (!steps.length) return null;
  return (
    <details id="labelling" class="handling">
      <summary>{called("labels", "label")}</summary>
      {steps[0].needs.map((field) => drawn(field))}
      <Buttons steps={steps} id="labelling-actions" />
    </details>
  );
}

function Buttons({ steps, id }: { steps: StepOut[]; id: string }) {
  if (!steps.length) return null;
  return (
    <div class="actions" id={id}>
      {steps.map((step) => (
        <button key={step.action} type="button" class="md-button" disabled={acting.value} onClick={sending(step)}>
          {called("actions", step.action)}
        </button>
      ))}
    </div>
  );
}

const sending = (step: StepOut) => (event: Event) => {
  event.preventDefault();
  attempt(() => press(step));
};

function drawn(field: NeededOut) {
  const { name } = field;
  const kind = CHOICES[name];
  const offered = field.kind === "category" ? Object.keys(categories) : field.options;
  const options = field.kind === "person" ? whom(name) : offered.map((value) => ({ value, label: called(kind ?? "categories", value) }));
  const shown: Asked = { name, kind: field.kind, longest: field.longest, options };
  const hint = name === "answer_by" ? document.getElementById("desk")?.dataset.answerBy : undefined;
  return <Field key={name} field={shown} value={texts.value[name] ?? ""} wrong={problems.value[name] ?? ""} hint={hint} onInput={(text) => type(name, text)} />;
}

const whom = (name: string) =>
  people.value.filter(({ assignable }) => assignable || name === "accused").map((person) => ({ value: person.sub, label: `${person.name}, ${person.desk.name}` }));

/** Texts that fit an action; one is put behind what is there already. */
function Templates({ action }: { action: string }) {
  const fitting = templates.filter((template) => template.action === action);
  if (!fitting.length) return null;
  const add = (event: Event) => {
    const select = event.currentTarget as HTMLSelectElement;
    const chosen = fitting.find(({ label }) => label === select.value);
    select.value = "";
    if (!chosen || !ticket.value) return;
    const into = action === "ask" ? "question" : "message";
    const text = sentence(chosen.text, { number: ticket.value.number, desk: ticket.value.desk.name, officer: me.value?.name });
    type(into, [texts.value[into], text].filter(Boolean).join("\n\n"));
    document.getElementById(into)?.focus();
  };
  return (
    <div class="field" id="templates">
      <label for="template">{case_work.template}</label>
      <select id="template" onChange={add}>
        <option value="">-</option>
        {fitting.map(({ label }) => (
          <option key={label} value={label}>
            {label}
          </option>
        ))}
      </select>
    </div>
  );
}
