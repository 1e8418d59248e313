/** What of a list is shown, and how an address says it. */

const CHOICES = ["lane", "category", "place", "held", "label"] as const;

/** By kind of choice; what is not chosen is not there, or "". */
export type Filter = Partial<Record<(typeof CHOICES)[number], string>>;

/** What is chosen, as a part of an address: the same for the same. */
export const queryOf = (filter: Filter): string => String(new URLSearchParams(CHOICES.flatMap((kind) => (filter[kind] ? [[kind, filter[kind]]] : []))));

/** Return what a part of an address chooses; what it says beside that is nothing. */
export function filterOf(query: string): Filter {
  const asked = new URLSearchParams(query);
  return Object.fromEntries(CHOICES.filter((kind) => asked.get(kind)).map((kind) => [kind, asked.get(kind)]));
}
