/** A family that has lost its receipt stands at the desk: find its report by phone or NIK. */

import { useSignal } from "@preact/signals";
import { find } from "../api/staff";
import { case_work } from "../case-words";
import { attempt } from "../state/session";

/** Whether what was typed can only be a NIK: 16 digits. */
const isNik = (text: string) => text.replace(/\D/g, "").length === 16;

export function Lost() {
  const typed = useSignal("");
  const found = useSignal<string[] | null>(null);
  const seek = (event: Event) => {
    event.preventDefault();
    const text = typed.value.trim();
    if (text) attempt(async () => (found.value = (await find(isNik(text) ? { nik: text.replace(/\D/g, "") } : { phone: text })).numbers));
  };
  return (
    <details id="lost" class="handling">
      <summary>{case_work.lost}</summary>
      <form id="find" onSubmit={seek} novalidate>
        <p>{case_work.lost_hint}</p>
        <div class="field">
          <label for="find-by">{case_work.find_by}</label>
          <input type="text" id="find-by" inputMode="tel" autocomplete="off" value={typed.value} onInput={(event) => (typed.value = event.currentTarget.value)} />
        </div>
        <button type="submit" class="md-button">
          {case_work.find}
        </button>
      </form>
      <p id="found-none" role="status">
        {found.value?.length === 0 ? case_work.found_none : ""}
      </p>
      <ul class="bare" id="found">
        {found.value?.map((number) => (
          <li key={number}>
            <a href={`#${number}`}>{number}</a>
          </li>
        ))}
      </ul>
    </details>
  );
}
