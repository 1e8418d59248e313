/** Who is signed in, and what is on show: a queue or a report, as the address says. */

import { signal } from "@preact/signals";
import { parseNumber } from "../../scripts/number.js";
import { currentToken, finishSignIn, forget, signIn, signOut } from "../../scripts/sign-in.js";
import { type MeOut, Problem, whoAmI } from "../api/staff";
import { desk_work, sayTimesAt } from "../words";
import { type Filter, filterOf, queryOf } from "./filter";
import { forgetDrafts } from "./drafts";
import { attempt as tried, say } from "./notice";
import { forgetLists, load } from "./queue";

/** What the address names: a report by its number, or a queue and what of it; the first of the desk where it names none. */
export type Place = { number: string } | { queue: string; filter: Filter };

export const me = signal<MeOut | null>(null);
export const signedIn = signal<boolean | null>(null); // null until it is known
export const place = signal<Place>(placeOf(location.hash));

/** What is to be sent before whoever sits there is gone. */
export const leaving = new Set<() => Promise<void>>();

const QUEUE = "#antrean/";
const FIRST = "open"; // of every desk that has queues
const IDLE_MS = 15 * 60_000;

export function queueAddress(queue: string, filter: Filter = {}): string {
  const query = queryOf(filter);
  return QUEUE + queue + (query && `?${query}`);
}

function placeOf(hash: string): Place {
  if (hash.startsWith(QUEUE)) {
    const [queue, query = ""] = hash.slice(QUEUE.length).split("?");
    return { queue, filter: filterOf(query) };
  }
  const number = parseNumber(hash.slice(1));
  return number ? { number } : { queue: "", filter: {} };
}

/** Do `work`; a token that is refused ends the sign-in, and what is being written stays. `kept`: nobody pressed anything for it. */
export const attempt = (work: () => unknown, kept = false): Promise<void> => tried(work, lost, kept);

function lost(code: string): void {
  forget();
  leave();
  if (code === "sign_in") say(desk_work.sign_in_failed);
}

function leave(): void {
  me.value = null;
  signedIn.value = false;
}

/** Take every word off a screen that nobody has touched for a while; what was being written is there again after a sign-in. */
function lockWhenIdle(): void {
  let timer = 0;
  const touched = () => {
    clearTimeout(timer);
    timer = setTimeout(lock, IDLE_MS);
  };
  for (const kind of ["keydown", "pointerdown", "scroll"]) addEventListener(kind, touched, { passive: true });
  touched();
}

function lock(): void {
  if (!signedIn.value) return;
  for (const send of leaving) void send();
  forget();
  forgetLists();
  leave();
  say(desk_work.locked);
}

/** Come back from the sign-in page, or show that nobody is signed in. */
export function begin(): void {
  lockWhenIdle();
  addEventListener("hashchange", () => {
    place.value = placeOf(location.hash);
    say("");
  });
  attempt(async () => {
    try {
      await finishSignIn();
    } catch (problem) {
      leave();
      if (problem instanceof Problem && problem.code === "sign_in") {
        say(desk_work.sign_in_failed);
        return;
      }
      throw problem;
    }
    place.value = placeOf(location.hash);
    signedIn.value = currentToken() !== null;
    if (!signedIn.value) return;
    // A list is asked for beside who asks; whoever has no queues asks again for what they have.
    const early = "queue" in place.value ? load(place.value.queue || FIRST, place.value.filter).catch(() => {}) : null;
    const [known] = await Promise.all([whoAmI(), early]);
    sayTimesAt(known.hours);
    me.value = known;
  });
}

/** Show the first queue in the place of a report that is not the officer's any more; going back does not lead to it. */
export function leaveReport(): void {
  history.replaceState(null, "", location.pathname);
  place.value = { queue: "", filter: {} };
}

/** Leave for the sign-in page. */
export const enter = (): Promise<void> => attempt(signIn);

/** Sign out here and there, and wipe what this phone has kept of it. */
export async function exit(): Promise<void> {
  for (const send of leaving) await send();
  forgetDrafts();
  forgetLists();
  leave();
  say(desk_work.signed_out);
  attempt(signOut, true);
}
