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
  const { items } = await api.bulk({ numbers: [...picked.value], action: "take", once: randomMark() });
  const done = items.filter(({ problem }) => !problem).map(({ number }) => number);
  const refused = items.filter(({ problem }) => problem).map(({ number, problem }) => `${number}: ${problem}`);
  picked.value = new Set();
  outcome.value = { says: sentence(desk_work.taken, { count: done.length }), refused, undo: done };
}

/** Give back what was just taken, all of it. */
export async function undo(): Promise<void> {
  const numbers = outcome.value?.undo ?? [];
  const { items } = await api.bulk({ numbers, action: "hand_back", note: desk_work.undone_note, once: randomMark() });
  const refused = items.filter(({ problem }) => problem).map(({ number, problem }) => `${number}: ${problem}`);
  outcome.value = { says: sentence(desk_work.undone, { count: items.length - refused.length }), refused, undo: [] };
}
