/** What a list shows beside what is stored for it, asked for as its rows come into view: how stories begin, and who writes there. */

import { signal } from "@preact/signals";
import { type GlimpseOut, glimpses as ask } from "../api/staff";
import { MOST } from "./limits";

const GATHER_MS = 150;

export const glimpses = signal<ReadonlyMap<string, GlimpseOut>>(new Map());

const wanted = new Set<string>();
let timer = 0;
let round = 0; // counts what was forgotten, so that a late answer shows nothing of it

const rows = new IntersectionObserver((seen) => {
  for (const { isIntersecting, target } of seen) {
    if (!isIntersecting) continue;
    rows.unobserve(target);
    wanted.add((target as HTMLElement).dataset.number ?? "");
  }
  if (wanted.size && !timer) timer = setTimeout(gather, GATHER_MS);
});

async function gather(): Promise<void> {
  timer = 0;
  const mine = round;
  const numbers = [...wanted].slice(0, MOST);
  for (const number of numbers) wanted.delete(number);
  const items = await ask(numbers).then(
    (answer) => answer.items,
    () => [], // a list is of use without
  );
  if (mine === round) glimpses.value = new Map([...glimpses.value, ...items.map((item) => [item.number, item] as const)]);
  if (wanted.size && !timer) timer = setTimeout(gather, GATHER_MS);
}

/** Ask for a glimpse of the report of a row once it is seen; return what ends that. */
export function glimpseWhenSeen(row: HTMLElement): () => void {
  rows.observe(row);
  return () => rows.unobserve(row);
}

/** Forget every glimpse. */
export function forgetGlimpses(): void {
  round++;
  wanted.clear();
  glimpses.value = new Map();
}
