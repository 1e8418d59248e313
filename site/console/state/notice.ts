/** What the console says to whoever sits there: one notice, and whether something is being waited for. */

import { signal } from "@preact/signals";
import { sentenceOf } from "../../scripts/page.js";
import { Problem } from "../api/staff";

export const notice = signal("");
export const waiting = signal(0);

/** Say something, or take back what was said. */
export function say(text: string): void {
  notice.value = text;
}

/** Do `work`, say what went wrong, and hand what ends the sign-in to `refused`; what was said before stays if it is to be `kept`. */
export async function attempt(work: () => unknown, refused: (text: string) => void, kept: boolean): Promise<void> {
  if (!kept) say("");
  waiting.value++;
  try {
    await work();
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    if (problem.code === "not_signed_in" || problem.code === "sign_in") refused(problem.code);
    say(sentenceOf(problem));
  } finally {
    waiting.value--;
  }
}
