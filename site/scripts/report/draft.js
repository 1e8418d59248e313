/**
 * Keeps what is typed: in this tab, so that a reload or a full memory loses nothing; on this phone only if its user says so;
 * of a delicate report nowhere. A browser that keeps nothing (its user forbade it: the very name of a storage throws) can still report.
 */

const KEY = "laporan";

/** Return what was kept, or {}. */
export function rememberedDraft() {
  return read("sessionStorage") ?? read("localStorage") ?? {};
}

/** Keep `draft` as its own `keep` and `delicate` say. */
export function keepDraft(draft) {
  if (draft.delicate) {
    forgetDraft();
    return;
  }
  write("sessionStorage", draft);
  if (draft.keep) write("localStorage", draft);
  else erase("localStorage");
}

/** Forget it everywhere. */
export function forgetDraft() {
  erase("sessionStorage");
  erase("localStorage");
}

/** @param {"sessionStorage" | "localStorage"} storage */
function read(storage) {
  try {
    return JSON.parse(window[storage].getItem(KEY));
  } catch {
    return null;
  }
}

/** @param {"sessionStorage" | "localStorage"} storage */
function write(storage, draft) {
  try {
    window[storage].setItem(KEY, JSON.stringify(draft));
  } catch {
    // as above
  }
}

/** @param {"sessionStorage" | "localStorage"} storage */
function erase(storage) {
  try {
    window[storage].removeItem(KEY);
  } catch {
    // as above
  }
}
