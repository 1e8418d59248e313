/**
 * Keeps what is typed: in this tab, so that a reload or a full memory loses nothing; on this phone only if its user says so;
 * of a delicate report nowhere. A browser that keeps nothing (its user forbade it: the very name of a storage throws) can still report.
 *
 * A receipt of which its user has not said whether this phone may keep it stays in the tab as well.
 */

const DRAFT = "laporan";
const RECEIPT = "tanda-terima";

/** Return what was kept, or {}. */
export const rememberedDraft = () => read("sessionStorage", DRAFT) ?? read("localStorage", DRAFT) ?? {};

/** Keep `draft` as its own `keep` and `delicate` say. */
export function keepDraft(draft) {
  if (draft.delicate) {
    forgetDraft();
    return;
  }
  write("sessionStorage", DRAFT, draft);
  if (draft.keep) write("localStorage", DRAFT, draft);
  else erase("localStorage", DRAFT);
}

/** Forget it everywhere. */
export function forgetDraft() {
  erase("sessionStorage", DRAFT);
  erase("localStorage", DRAFT);
}

/** Return the receipt that lies in this tab: {number, access_code, link_token}, or null. */
export const receiptInTab = () => read("sessionStorage", RECEIPT);

/** Keep a receipt in this tab, or with null none. */
export function keepInTab(receipt) {
  if (receipt) write("sessionStorage", RECEIPT, receipt);
  else erase("sessionStorage", RECEIPT);
}

/** @param {"sessionStorage" | "localStorage"} storage */
function read(storage, key) {
  try {
    return JSON.parse(window[storage].getItem(key));
  } catch {
    return null;
  }
}

/** @param {"sessionStorage" | "localStorage"} storage */
function write(storage, key, content) {
  try {
    window[storage].setItem(key, JSON.stringify(content));
  } catch {
    // as above
  }
}

/** @param {"sessionStorage" | "localStorage"} storage */
function erase(storage, key) {
  try {
    window[storage].removeItem(key);
  } catch {
    // as above
  }
}
