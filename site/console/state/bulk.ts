/** Many reports in one press: taken or given back, each with its own result, and taken back as a whole. */

import { signal } from "@preact/signals";
import * as api from "../api/staff";
import { desk_work, sentence } from "../words";
import { randomMark } from "./marks";

export const MOST = 50;
export const picked = signal<ReadonlySet<string>>(new Set());
export const outcome = signal<{ says: string; refused: string[]; undo: string[] } | null>(null);

/** Pick a report, or let it go. */
export function pick(number: string, on: boolean): void {
  const numbers = new Set(picked.value);
  if (on && numbers.size < MOST) numbers.add(number);
  else numbers.delete(number);
  picked.value = numbers;
}

/** Let everything go, and forget what was last done. */
export function unpick(): void {
  picked.value = new Set();
  outcome.value = null;
}

/** Take every picked report. */
export async function takeAll(): Promise<void> {
  const { done, refused } = await sent([...picked.value], { action: "take" });
  picked.value = new Set();
  outcome.value = { says: sentence(desk_work.taken, { count: done.length }), refused, undo: done };
}

/** Give back what was just taken, all of it. */
export async function undo(): Promise<void> {
  const { done, refused } = await sent(outcome.value?.undo ?? [], { action: "hand_back", note: desk_work.undone_note });
  outcome.value = { says: sentence(desk_work.undone, { count: done.length }), refused, undo: [] };
}

/** Return the numbers for which it was done, and a line for each other. */
async function sent(numbers: string[], act: { action: string; note?: string }): Promise<{ done: string[]; refused: string[] }> {
  const { items } = await api.bulk({ numbers, once: randomMark(), ...act });
  return {
    done: items.filter(({ problem }) => !problem).map(({ number }) => number),
    refused: items.filter(({ problem }) => problem).map(({ number, problem }) => `${number}: ${problem}`),
  };
}
