/** What of a list is shown: each choice stands above the list as a tag that takes it away, and all of them in the address. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { within } from "../../scripts/regions.js";
import { heldOf } from "./marks";
import { ALL } from "../state/queue";
import type { Filter } from "../state/filter";
import { me, queueAddress } from "../state/session";
import { case_work } from "../case-words";
import { categories, desk_labels, desk_work, lanes, sentence } from "../words";

const HELD = Object.fromEntries((["mine", "others", "nobody"] as const).map((held) => [held, heldOf({ held })]));

/** The kinds of choice that a queue has, in the order in which they are asked: what it is called, and what it offers. */
function kindsOf(queue: string, places: Record<string, string>): [keyof Filter, string, Record<string, string>][] {
  const kinds: [keyof Filter, string, Record<string, string>][] = [
    ["lane", case_work.lane, queue === ALL ? lanes : {}],
    ["category", case_work.filter_category, categories],
    ["place", desk_work.place_column, places],
    ["held", desk_work.held_column, HELD],
    ["label", case_work.filter_label, desk_labels],
  ];
  return kinds.filter(([, , offered]) => Object.keys(offered).length > 0);
}

/** What lies in the region of the desk, {code: name}; nothing where that is the whole country. */
function usePlaces(): Record<string, string> {
  const places = useSignal<Record<string, string>>({});
  const region = me.value?.region ?? "";
  useEffect(() => {
    const parts = region.split(".");
    const parents = parts.map((_, index) => parts.slice(0, index + 1).join("."));
    if (/^\d/.test(region)) {
      within(parents).then(
        (found: Record<string, string>) => (places.value = found),
        () => {}, // without the names there is no choice of them
      );
    }
  }, [region]);
  return places.value;
}

export function Filters({ queue, filter }: { queue: string; filter: Filter }) {
  const kinds = kindsOf(queue, usePlaces());
  const go = (kind: keyof Filter, chosen: string) => {
    location.hash = queueAddress(queue, { ...filter, [kind]: chosen });
  };
  const chosen = kinds.filter(([kind]) => filter[kind]);
  return (
    <>
      {chosen.length > 0 && (
        <ul class="bare tags" id="filtered" aria-label={case_work.filtered}>
          {chosen.map(([kind, name, offered]) => (
            <li key={kind}>
              <a class="tag" href={queueAddress(queue, { ...filter, [kind]: "" })} aria-label={sentence(case_work.unfilter, { name: offered[filter[kind] ?? ""] ?? name })}>
                {offered[filter[kind] ?? ""] ?? filter[kind]} <span aria-hidden="true">✕</span>
              </a>
            </li>
          ))}
        </ul>
      )}
      <details id="filters" class="handling">
        <summary>{case_work.filter}</summary>
        <div class="filters">
          {kinds.map(([kind, name, offered]) => (
            <div class="field" key={kind}>
              <label for={`filter-${kind}`}>{name}</label>
              <select id={`filter-${kind}`} value={filter[kind] ?? ""} onChange={(event) => go(kind, event.currentTarget.value)}>
                <option value="">{kind === "lane" ? case_work.lane_all : case_work.everything}</option>
                {Object.entries(offered).map(([id, label]) => (
                  <option key={id} value={id}>
                    {label}
                  </option>
                ))}
              </select>
            </div>
          ))}
        </div>
      </details>
    </>
  );
}
