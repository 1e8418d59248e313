/** Asks the staff API. Its types are made from its own document by the build (`site/staff_types.py`). */

import type { BulkOut, CaseOut, FoundOut, InboxOut, MeOut, OpenedContactOut, PeopleOut, QueuesOut, ReissuedOut, TicketOut } from "../../../build/data/staff-api";
import { call, Problem } from "../../scripts/api.js";
import { currentToken, renew } from "../../scripts/sign-in.js";

export type * from "../../../build/data/staff-api";
export { Problem } from "../../scripts/api.js";

/** Ask once; when the sign-in has run out meanwhile, renew it and ask once more: a refused call has done nothing. */
async function staff<Answer>(method: string, path: string, body?: object): Promise<Answer> {
  const ask = () => call(method, `staff/${path}`, { body, token: currentToken() });
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
export const find = (sought: { phone: string } | { nik: string }) => staff<FoundOut>("POST", "receipts", sought);

export const bulk = (body: object) => staff<BulkOut>("POST", "bulk", body);

/** A step of a ticket; null when it is not the officer's to read any more. */
export const act = (number: string, body: object) => staff<CaseOut | null>("POST", `tickets/${number}/actions`, body);
export const openContact = (number: string, body: object) => staff<OpenedContactOut>("POST", `tickets/${number}/contact`, body);
export const reissue = (number: string, body: object) => staff<ReissuedOut>("POST", `tickets/${number}/receipt`, body);
