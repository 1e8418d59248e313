/** What can be done with all that is picked in the list, and what became of it. */

import { outcome, picked, takeAll, undo } from "../state/bulk";
import { attempt } from "../state/session";
import { desk_work, sentence } from "../words";

/** `then` is done after each press: the list is another by it. */
export function Bulk({ then }: { then: () => Promise<void> }) {
  const done = outcome.value;
  const press = (work: () => Promise<void>) => () => attempt(async () => {
    await work();
    await then();
  });
  return (
    <div role="status" class="console__bulk">
      {picked.value.size > 0 && (
        <p>
          {sentence(desk_work.picked, { count: picked.value.size })}{" "}
          <button type="button" class="md-button md-button--primary" onClick={press(takeAll)}>
            {desk_work.take_all}
          </button>
        </p>
      )}
      {done && (
        <>
          <p>
            {done.says}{" "}
            {done.undo.length > 0 && (
              <button type="button" class="md-button" onClick={press(undo)}>
                {desk_work.undo}
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
