/** A list of facts; what was not said takes no room. */

import type { ComponentChildren } from "preact";

export interface Fact {
  label: string;
  slot: string;
  value: ComponentChildren;
  strong?: boolean;
}

/** The facts that have a value. */
export function Facts({ id, facts }: { id?: string; facts: Fact[] }) {
  return (
    <dl class="facts" id={id}>
      {facts
        .filter(({ value }) => value)
        .map(({ label, slot, value, strong }) => (
          <div key={slot}>
            <dt>{label}</dt>
            <dd data-slot={slot}>{strong ? <strong>{value}</strong> : value}</dd>
          </div>
        ))}
    </dl>
  );
}
