/** Tells colleagues that somebody writes for a report, and who of them does. It stops nobody. */

import { signal } from "@preact/signals";
import { type WriterOut, writing } from "../api/staff";

const AGAIN_MS = 60_000;

export const writer = signal<WriterOut | null>(null); // a colleague, for the report on show

let told = { number: "", at: 0 };

/** A key was pressed for a report: say so, but not at each. */
export function sayWriting(number: string): void {
  if (told.number === number && Date.now() - told.at < AGAIN_MS) return;
  told = { number, at: Date.now() };
  writing(number, true).then(
    (answer) => {
      if (told.number === number) writer.value = answer.writer;
    },
    () => {}, // whoever writes is not to be kept from it
  );
}

/** Nothing is being written any more. */
export function stopWriting(): void {
  if (told.number) writing(told.number, false).catch(() => {});
  told = { number: "", at: 0 };
}
