/** Many reports in one press: taken, given or labelled, each with its own result, and taken back as a whole. */

import { signal } from "@preact/signals";
import * as api from "../api/staff";
import { desk_work, sentence } from "../words";
import { MOST } from "./limits";
import { randomMark } from "./marks";
import { shown } from "./queue";
import { me } from "./session";

export const picked = signal<ReadonlySet<string>>(new Set());

/** An action on many. */
interface Press {
  numbers: string[];
  action: string;
  note?: string;
  colleague?: string;
  label?: string;
}

export const outcome = signal<{ says: string; refused: string[]; undo: Press[] } | null>(null);

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
export const takeAll = (): Promise<void> => take([...picked.value]);

/** Take these reports. */
export const take = (numbers: string[]): Promise<void> =>
  pressed({ numbers, action: "take" }, desk_work.taken, (done) => [{ numbers: done, action: "hand_back", note: desk_work.undone_note }]);

/** Give every picked report to a colleague. What a third had is not given back by us. */
export function giveAll(colleague: string): Promise<void> {
  const held = new Map(shown.value?.items.map((item) => [item.number, item.held]));
  const note = desk_work.undone_note;
  return pressed({ numbers: [...picked.value], action: "assign", colleague, note: desk_work.given_note }, desk_work.given, (done) => [
    { numbers: done.filter((number) => held.get(number) !== "others"), action: "assign", colleague: me.value?.id, note },
    { numbers: done.filter((number) => held.get(number) === "nobody"), action: "hand_back", note },
  ]);
}

/** Mark every picked report; those that had the label keep it when this is taken back. */
export function labelAll(label: string): Promise<void> {
  const had = new Set(shown.value?.items.filter(({ labels }) => labels.includes(label)).map(({ number }) => number));
  return pressed({ numbers: [...picked.value], action: "label", label }, desk_work.labelled, (done) => [
    { numbers: done.filter((number) => !had.has(number)), action: "unlabel", label },
  ]);
}

/** Take back what was just done, all of it. */
export async function undo(): Promise<void> {
  const presses = outcome.value?.undo ?? [];
  const back = new Set<string>();
  const refused: string[] = [];
  for (const press of presses) {
    const result = await sent(press);
    for (const number of result.done) back.add(number);
    refused.push(...result.refused);
  }
  outcome.value = { says: sentence(desk_work.undone, { count: back.size }), refused, undo: [] };
}

async function pressed(press: Press, says: string, back: (done: string[]) => Press[]): Promise<void> {
  const { done, refused } = await sent(press);
  picked.value = new Set();
  outcome.value = { says: sentence(says, { count: done.length }), refused, undo: back(done).filter(({ numbers }) => numbers.length > 0) };
}

/** Return the numbers for which it was done, and a line for each other. */
async function sent(press: Press): Promise<{ done: string[]; refused: string[] }> {
  const { items } = await api.bulk({ once: randomMark(), ...press });
  return {
    done: items.filter(({ problem }) => !problem).map(({ number }) => number),
    refused: items.filter(({ problem }) => problem).map(({ number, problem }) => `${number}: ${problem}`),
  };
}
