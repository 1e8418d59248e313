/** The list on show: a snapshot that never moves under a finger. What has changed since is told, and shown when asked for. */

import { signal } from "@preact/signals";
import { forgetGlimpses } from "./glimpses";
import { type Filter, queryOf } from "./filter";
import { type ListedOut, list, type QueueOut, queues } from "../api/staff";

export const ALL = "all"; // every report that the desk lists, by lane
const POLL_MS = 120_000; // the list and its counts: 60 requests an hour

export interface Shown {
  queue: string;
  filter: Filter;
  items: ListedOut[];
  next: string | null;
  hidden: number; // how many were looked through and are not among what was chosen
  at: string; // when it was last loaded
  failed: boolean;
}

export const counts = signal<QueueOut[]>([]);
export const shown = signal<Shown | null>(null);
export const changed = signal(0); // how many reports of the list stand otherwise by now
export const left = signal(""); // the number of the report that was last opened from the list

let stale = false; // whether something was done since the list was loaded
let asked = 0; // counts what was asked for, so that a late answer never covers a newer one

const asks = (queue: string, filter: Filter, cursor = "") =>
  list({ ...(queue === ALL ? {} : { queue }), ...Object.fromEntries(new URLSearchParams(queryOf(filter))), ...(cursor && { cursor }) });

/** Whether the list on show is this one: another is never shown under its name. */
export const isShown = (queue: string, filter: Filter): boolean => shown.value?.queue === queue && queryOf(shown.value.filter) === queryOf(filter);

/** Load a queue anew; the list that is there stays until the new one has come. */
export async function load(queue: string, filter: Filter): Promise<void> {
  const mine = ++asked;
  stale = false;
  forgetGlimpses();
  if (!isShown(queue, filter)) shown.value = null;
  changed.value = 0;
  try {
    const page = await asks(queue, filter);
    if (mine !== asked) return;
    shown.value = { queue, filter, ...page, at: new Date().toISOString(), failed: false };
  } catch (problem) {
    if (mine === asked && shown.value) shown.value = { ...shown.value, failed: true };
    throw problem;
  }
  await count();
}

/** Load what comes after the list. */
export async function loadMore(): Promise<void> {
  const before = shown.value;
  if (!before?.next) return;
  const mine = ++asked;
  const page = await asks(before.queue, before.filter, before.next);
  if (mine === asked) shown.value = { ...before, items: [...before.items, ...page.items], next: page.next, hidden: before.hidden + page.hidden };
}

async function count(): Promise<void> {
  counts.value = (await queues()).items;
}

/** Look whether the list would be another by now, without touching it. */
async function look(): Promise<void> {
  const before = shown.value;
  if (!before || document.hidden) return;
  const mine = asked;
  const [page] = await Promise.all([asks(before.queue, before.filter), count()]);
  if (mine !== asked || shown.value !== before) return;
  const stood = new Map(before.items.map((item) => [item.number, JSON.stringify(item)]));
  const fresh = new Map(page.items.map((item) => [item.number, JSON.stringify(item)]));
  const gone = page.next ? [] : before.items.filter(({ number }) => !fresh.has(number));
  changed.value = [...fresh].filter(([number, item]) => stood.get(number) !== item).length + gone.length;
}

/** Look every other minute while the page is seen, and when it is seen again. */
export function watch(): () => void {
  const quietly = () => void look().catch(() => {}); // what does not come is asked for again next time
  const timer = setInterval(quietly, POLL_MS);
  document.addEventListener("visibilitychange", quietly);
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", quietly);
  };
}

/** Let the list be loaded anew when somebody comes back to it; until then it leads from report to report as it was. */
export function outdate(): void {
  stale = true;
}

/** Whether this list is there as it is to be shown. */
export const isFresh = (queue: string, filter: Filter): boolean => !stale && isShown(queue, filter);

/** Forget every list. */
export function forgetLists(): void {
  asked++;
  forgetGlimpses();
  shown.value = null;
  counts.value = [];
  changed.value = 0;
}
