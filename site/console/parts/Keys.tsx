/** Single keys lead somewhere, and nothing more: none sends, closes or changes who reads. They can be switched off, per officer. */

import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { me } from "../state/session";
import { case_work } from "../case-words";
import { keys as meanings } from "../words";

const OFF = "petugas.keys-off.";
const off = signal(false);
const listing = signal(false);

const focus = (selector: string) => document.querySelector<HTMLElement>(selector)?.focus();

/** Step from row to row of the list. */
function step(by: number): void {
  const rows = [...document.querySelectorAll<HTMLElement>(".queue__link")];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  rows[Math.min(Math.max(at + by, 0), rows.length - 1)]?.focus();
}

const LEADS: Record<keyof typeof meanings, () => void> = {
  "?": () => (listing.value = true),
  "/": () => focus("#search"),
  j: () => step(1),
  k: () => step(-1),
  n: () => document.querySelector<HTMLElement>("[data-next]")?.click(),
  b: () => document.querySelector<HTMLElement>("[data-back]")?.click(),
  r: () => focus("#reply textarea"),
  c: () => focus("#note"),
};

/** Whether somebody is writing, choosing or composing a letter there, or a program has the key. */
function busy(event: KeyboardEvent): boolean {
  const { target } = event;
  return event.isComposing || event.ctrlKey || event.metaKey || event.altKey || listing.value || (target instanceof HTMLElement && target.closest("input, textarea, select, dialog, [contenteditable]") !== null);
}

/** Listens for keys; shows which there are when asked. */
export function Keys() {
  const dialog = useRef<HTMLDialogElement>(null);
  const officer = me.value?.id ?? "";
  useEffect(() => {
    off.value = localStorage.getItem(OFF + officer) !== null;
    const pressed = (event: KeyboardEvent) => {
      const lead = LEADS[event.key as keyof typeof meanings];
      // The list of keys is how they are switched on again.
      if (!lead || busy(event) || (off.value && event.key !== "?")) return;
      event.preventDefault();
      lead();
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, [officer]);
  useEffect(() => {
    if (listing.value) dialog.current?.showModal();
  }, [listing.value]);
  const turn = (event: Event) => {
    off.value = !(event.currentTarget as HTMLInputElement).checked;
    if (off.value) localStorage.setItem(OFF + officer, "1");
    else localStorage.removeItem(OFF + officer);
  };
  return (
    <>
      <p class="console__keys">
        <button type="button" class="md-button" onClick={LEADS["?"]}>
          {case_work.keys}
        </button>
      </p>
      <dialog ref={dialog} aria-labelledby="keys-title" onClose={() => (listing.value = false)}>
        <h2 id="keys-title">{case_work.keys}</h2>
        <dl class="facts">
          {Object.entries(meanings).map(([key, meaning]) => (
            <div key={key}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
        <p>
          <label class="choice">
            <input type="checkbox" checked={!off.value} onChange={turn} /> {case_work.keys_on}
          </label>
        </p>
        <form method="dialog">
          <button type="submit" class="md-button md-button--primary">
            {case_work.keys_close}
          </button>
        </form>
      </dialog>
    </>
  );
}
