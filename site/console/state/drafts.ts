/** What somebody has typed for a report and not yet sent: kept on this phone by officer and report, until it is stored or they sign out. */

import { signal } from "@preact/signals";

const DRAFT = "petugas.draft.";
const DAYS = 7;

export type Texts = Record<string, string>;

export const drafted = signal<Set<string>>(new Set()); // the numbers of reports that have a draft

const keyOf = (officer: string, number: string) => `${DRAFT}${officer}.${number}`;

/** Keep what is typed for a report; nothing typed keeps nothing. */
export function keepDraft(officer: string, number: string, texts: Texts): void {
  const typed = Object.fromEntries(Object.entries(texts).filter(([, text]) => text));
  const numbers = new Set(drafted.value);
  if (Object.keys(typed).length) {
    localStorage.setItem(keyOf(officer, number), JSON.stringify({ at: Date.now(), typed }));
    numbers.add(number);
  } else {
    localStorage.removeItem(keyOf(officer, number));
    numbers.delete(number);
  }
  drafted.value = numbers;
}

/** What this officer has typed for a report. */
export function draftOf(officer: string, number: string): Texts {
  const kept = localStorage.getItem(keyOf(officer, number));
  return kept ? JSON.parse(kept).typed : {};
}

/** Find out which reports have a draft of this officer; what is older than a week is gone. */
export function findDrafts(officer: string): void {
  const numbers = new Set<string>();
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith(DRAFT)) continue;
    if (Date.now() - JSON.parse(localStorage.getItem(key) ?? "{}").at > DAYS * 86_400_000) localStorage.removeItem(key);
    else if (key.startsWith(keyOf(officer, ""))) numbers.add(key.slice(keyOf(officer, "").length));
  }
  drafted.value = numbers;
}

/** Wipe every draft of everybody from this phone. */
export function forgetDrafts(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith(DRAFT)) localStorage.removeItem(key);
  drafted.value = new Set();
}
