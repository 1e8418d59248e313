/** Asks the staff API. Its types are made from its own document by the build (`site/staff_types.py`). */

import type { BulkOut, CaseOut, FoundOut, GlimpsesOut, InboxOut, MeOut, OpenedContactOut, PeopleOut, PreviewOut, QueuesOut, ReissuedOut, TicketOut, WritingOut } from "../../../build/data/staff-api";
import { call, Problem } from "../../scripts/api.js";
import { currentToken, renew } from "../../scripts/sign-in.js";

export type * from "../../../build/data/staff-api";
export { Problem } from "../../scripts/api.js";

/** Ask once; when the sign-in has run out meanwhile, renew it and ask once more: a refused call has done nothing. */
async function staff<Answer>(method: string, path: string, body?: object, keepalive = false): Promise<Answer> {
  const ask = () => call(method, `staff/${path}`, { body, token: currentToken(), keepalive });
  try {
    return await ask();
  } catch (problem) {
    if (!(problem instanceof Problem) || problem.code !== "not_signed_in" || !(await renew())) throw problem;
    return ask();
  }
}

export const whoAmI = () => staff<MeOut>("GET", "me");
export const queues = () => staff<QueuesOut>("GET", "queues");
export const list = (asked: Record<string, string>) => staff<InboxOut>("GET", `tickets?${new URLSearchParams(asked)}`);
export const ticket = (number: string) => staff<TicketOut>("GET", `tickets/${number}`);
export const people = (number: string) => staff<PeopleOut>("GET", `tickets/${number}/people`);
export const glimpses = (numbers: string[]) => staff<GlimpsesOut>("POST", "glimpses", { numbers });
export const writing = (number: string, is: boolean) => staff<WritingOut>("POST", `tickets/${number}/writing`, { writing: is }, true);
export const find = (sought: { phone: string } | { nik: string }) => staff<FoundOut>("POST", "receipts", sought);

export const bulk = (body: object) => staff<BulkOut>("POST", "bulk", body);

/** The family's page as a final step would leave it. */
export const preview = (number: string, body: object) => staff<PreviewOut>("POST", `tickets/${number}/preview`, body);

/** A step of a ticket; null when it is not the officer's to read any more. It goes on when the page is left meanwhile. */
export const act = (number: string, body: object) => staff<CaseOut | null>("POST", `tickets/${number}/actions`, body, true);
export const openContact = (number: string, body: object) => staff<OpenedContactOut>("POST", `tickets/${number}/contact`, body);
export const reissue = (number: string, body: object) => staff<ReissuedOut>("POST", `tickets/${number}/receipt`, body);
