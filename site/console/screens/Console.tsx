/** The whole console: who is there, what is said to them, and the queue or the report that the address names. */

import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { enter, exit, me, place, signedIn } from "../state/session";
import { notice, say, waiting } from "../state/notice";
import { beside } from "../parts/later";
import { desk_work, messages } from "../words";
import { Queue } from "./Queue";

// A list is there before the code of what stands beside it, and of a report, which are asked for as soon as it is.
const screens = signal<{ Case: typeof import("./Case").Case } | null>(null);

function prepare(): void {
  Promise.all([import("../parts/Beside"), import("./Case")]).then(
    ([parts, report]) => {
      beside.value = parts;
      screens.value = report;
    },
    () => say(messages.offline), // the next press asks again
  );
}

export function Console() {
  const here = place.value;
  const Case = screens.value?.Case;
  const Keys = beside.value?.Keys;
  const opening = "number" in here;
  useEffect(() => {
    if (me.value && !screens.value) prepare();
  }, [me.value, opening]);
  return (
    <>
      {notice.value && (
        <div class="notice" id="notice" role="alert">
          <p>{notice.value}</p>
        </div>
      )}
      <p id="progress" role="status">
        {waiting.value > 0 ? desk_work.loading : ""}
      </p>
      {signedIn.value === false && (
        <section id="signed-out">
          <p>{desk_work.for_staff}</p>
          <p>
            <button type="button" class="md-button md-button--primary" id="sign-in" onClick={enter}>
              {desk_work.enter}
            </button>
          </p>
        </section>
      )}
      {signedIn.value && (
        <div id="me" class="console__me">
          <p>
            <strong>{me.value?.name}</strong>
            <br />
            {me.value?.desk.name}
          </p>
          <button type="button" class="md-button" onClick={exit}>
            {desk_work.leave}
          </button>
        </div>
      )}
      {me.value && !opening && <Queue name={here.queue} filter={here.filter} />}
      {me.value && opening && Case && <Case key={here.number} number={here.number} />}
      {me.value && Keys && <Keys />}
    </>
  );
}
