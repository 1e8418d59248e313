/** What is known of the pages to the type checker alone: which element has which id, and what a browser has beside the standards. */

interface ElementsById {
  // The report.
  report: HTMLFormElement;
  story: HTMLTextAreaElement;
  happened_on: HTMLInputElement;
  keep: HTMLInputElement;
  "for_other-true": HTMLInputElement;
  province: HTMLSelectElement;
  regency: HTMLSelectElement;
  district: HTMLSelectElement;
  village: HTMLSelectElement;
  photos: HTMLInputElement;
  "receipt-status": HTMLAnchorElement;
  share: HTMLAnchorElement;
  // The status.
  "look-up": HTMLFormElement;
  number: HTMLInputElement;
  // The search.
  search: HTMLFormElement;
  query: HTMLInputElement;
}

type ElementOf<Id extends string> = Id extends keyof ElementsById ? ElementsById[Id] : HTMLElement;

/** The address of `parts/finishing.js`, which the build puts in. */
declare const FINISHING: string;

interface Window {
  /** Set when reports may lie on this phone, which the event `here` tells; see `overrides/main.html`. */
  here?: boolean;
  /** Set when a page's script has come; read by `overrides/main.html`. */
  started?: boolean;
}

/** Background Sync (WICG), which the checker's own list lacks. */
interface ServiceWorkerRegistration {
  readonly sync?: { register(tag: string): Promise<void> };
}
