/** Every sentence of the console, and the small ways in which one is filled. Words live in `site/data/words.yaml`. */

import { categories, deadlines, desk_labels, desk_work, keys, lanes, nothing_in, queues, reasons, statuses, tiers } from "../../build/data/words.json";

import { dates } from "../scripts/page.js";

export { messages } from "../../build/data/words.json";
export { longDate, longMonth, sentence } from "../scripts/page.js";
export { categories, desk_labels, desk_work, keys, lanes, statuses };

// What a list says; what only an open report says comes with that (`case-words.ts`).
const NAMES: Record<string, Record<string, string>> = { categories, deadlines, desk_labels, nothing_in, queues, reasons, tiers };

/** Know the words of more kinds. */
export const alsoKnow = (more: Record<string, Record<string, string>>) => Object.assign(NAMES, more);

/** What an id of the API is called; one without a word is shown as it is. */
export function called(kind: string, id: string | number | null | undefined): string {
  if (id === null || id === undefined || id === "") return "";
  return NAMES[kind][id] ?? String(id);
}

/** Whether there is a word for an id. */
export const isCalled = (kind: string, id: string) => id in NAMES[kind];

/** What a state is called. */
export const statusName = (status: keyof typeof statuses): string => statuses[status].label;

/** The zone in which times are said: that of the desk, and until it is known that of the phone. */
const ZONES: Record<number, string> = { 7: "Asia/Jakarta", 8: "Asia/Makassar", 9: "Asia/Jayapura" };
let zone: string | undefined;

/** Say times from now on as a desk does that is so many hours ahead of UTC. */
export function sayTimesAt(hours: number): void {
  zone = ZONES[hours];
}

/** A moment in the zone of the desk, with the name of that zone. */
export function moment(iso: string): string {
  const format: Intl.DateTimeFormatOptions = { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "short", timeZone: zone };
  return dates(format).format(new Date(iso));
}

/** The hour of a moment in the zone of the desk, with the name of that zone. */
export const hour = (iso: string): string =>
  dates({ hour: "2-digit", minute: "2-digit", timeZoneName: "short", timeZone: zone }).format(new Date(iso));

/** A calendar date ("2026-11-22") in few letters; it has no zone. */
export const shortDate = (iso: string): string => dates({ day: "numeric", month: "short", timeZone: "UTC" }).format(new Date(iso));

/** What was said, one after the other; nothing for nothing. */
export const listed = (parts: (string | null | undefined | false)[]): string => parts.filter(Boolean).join(", ");
