/** What can be done with all that is picked in the list, and what became of it. */

import { useSignal } from "@preact/signals";
import { type ColleagueOut, people } from "../api/staff";
import { giveAll, labelAll, outcome, picked, takeAll, undo } from "../state/bulk";
import { attempt } from "../state/session";
import { case_work } from "../case-words";
import { desk_labels, messages, sentence } from "../words";

/** `then` is done after each press: the list is another by it. */
export function Bulk({ then }: { then: () => Promise<void> }) {
  const done = outcome.value;
  const press = (work: () => Promise<void>) =>
    attempt(async () => {
      await work();
      await then();
    });
  return (
    <div role="status" class="console__bulk">
      {picked.value.size > 0 && (
        <>
          <p>
            {sentence(case_work.picked, { count: picked.value.size })}{" "}
            <button type="button" class="md-button md-button--primary" onClick={() => press(takeAll)}>
              {case_work.take_all}
            </button>
          </p>
          <More press={press} />
        </>
      )}
      {done && (
        <>
          <p>
            {done.says}{" "}
            {done.undo.length > 0 && (
              <button type="button" class="md-button" onClick={() => press(undo)}>
                {case_work.undo}
              </button>
            )}
          </p>
          <ul>
            {done.refused.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

/** Giving and labelling ask to whom, and what. */
function More({ press }: { press: (work: () => Promise<void>) => Promise<void> }) {
  const colleagues = useSignal<ColleagueOut[]>([]);
  const colleague = useSignal("");
  const label = useSignal("");
  const ask = async () => {
    const [first] = picked.value;
    colleagues.value = (await people(first)).items.filter(({ assignable }) => assignable);
  };
  return (
    <details class="handling" id="bulk-more" onToggle={(event) => event.currentTarget.open && attempt(ask, true)}>
      <summary>{case_work.bulk_more}</summary>
      <div class="filters">
        <div class="field">
          <label for="bulk-colleague">{case_work.bulk_colleague}</label>
          <select id="bulk-colleague" value={colleague.value} onChange={(event) => (colleague.value = event.currentTarget.value)}>
            <option value="">{messages.choose}</option>
            {colleagues.value.map(({ sub, name }) => (
              <option key={sub} value={sub}>
                {name}
              </option>
            ))}
          </select>
          <button type="button" class="md-button" disabled={!colleague.value} onClick={() => press(() => giveAll(colleague.value))}>
            {case_work.give_all}
          </button>
        </div>
        <div class="field">
          <label for="bulk-label">{case_work.filter_label}</label>
          <select id="bulk-label" value={label.value} onChange={(event) => (label.value = event.currentTarget.value)}>
            <option value="">{messages.choose}</option>
            {Object.entries(desk_labels).map(([id, name]) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
          <button type="button" class="md-button" disabled={!label.value} onClick={() => press(() => labelAll(label.value))}>
            {case_work.label_all}
          </button>
        </div>
      </div>
    </details>
  );
}
