/** A work queue: which there are and how much is in each, a search by number, the list, and a family without its receipt. */

import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { parseNumber } from "../../scripts/number.js";
import { placeNames } from "../../scripts/regions.js";
import type { ListedOut } from "../api/staff";
import { Badges, dueShort, heldOf } from "../parts/marks";
import { beside } from "../parts/later";
import { pick, picked, take, unpick } from "../state/bulk";
import { drafted, findDrafts } from "../state/drafts";
import { type Filter, queryOf } from "../state/filter";
import { glimpses, glimpseWhenSeen } from "../state/glimpses";
import { ALL, changed, counts, isFresh, isShown, left, load, loadMore, type Shown, shown, watch } from "../state/queue";
import { attempt, me, queueAddress } from "../state/session";
import { called, desk_work, moment, sentence } from "../words";

const MOST = 100; // the API counts no further

/** The queue of this name, without one the first of the desk, and what of it was chosen. */
export function Queue({ name, filter }: { name: string; filter: Filter }) {
  const Beside = beside.value;
  const officer = me.value as NonNullable<typeof me.value>;
  const queue = name || (officer.queues[0] ?? ALL);
  const heading = useRef<HTMLHeadingElement>(null);

  useLayoutEffect(() => heading.current?.focus(), [queue]);

  useEffect(() => {
    findDrafts(officer.id);
    const returns = left.value;
    left.value = "";
    // Whoever comes back from a report finds the list as they left it, all of its pages, and stands at that row, unless they went on.
    const arrive = () => document.activeElement === heading.current && document.getElementById(`row-${returns}`)?.focus();
    if (isFresh(queue, filter)) arrive();
    else {
      attempt(async () => {
        await load(queue, filter);
        requestAnimationFrame(arrive);
      }, true);
    }
    const unwatch = watch();
    return () => {
      unwatch();
      unpick();
    };
  }, [queue, queryOf(filter)]);

  // Who works in another tab sees there that something has come.
  useEffect(() => {
    const title = document.title.replace(/^\(\d+\) /, "");
    document.title = changed.value ? `(${changed.value}) ${title}` : title;
  }, [changed.value]);

  const list = isShown(queue, filter) ? shown.value : null;
  return (
    <section id="inbox" aria-labelledby="inbox-title">
      <h2 id="inbox-title" ref={heading} tabIndex={-1}>
        {desk_work.inbox}
      </h2>
      <Search />
      {officer.queues.length > 0 && <Tabs queue={queue} queues={[...officer.queues, ALL]} />}
      {Beside && <Beside.Filters queue={queue} filter={filter} />}
      <div role="status">
        {changed.value > 0 && (
          <p class="console__changed">
            {sentence(desk_work.changed, { count: changed.value })}{" "}
            <button type="button" class="md-button" onClick={() => attempt(() => load(queue, filter))}>
              {desk_work.show_changed}
            </button>
          </p>
        )}
      </div>
      {list?.failed && (
        <p>
          {sentence(desk_work.failed, { at: moment(list.at) })}{" "}
          <button type="button" class="md-button" onClick={() => attempt(() => load(queue, filter))}>
            {desk_work.again}
          </button>
        </p>
      )}
      {Beside && <Beside.Bulk then={() => load(queue, filter)} />}
      {list && list.items.length > 0 && <Rows items={list.items} />}
      {list && list.items.length === 0 && <Empty list={list} />}
      {list?.next && (
        <p>
          <button type="button" class="md-button" id="more" onClick={() => attempt(loadMore)}>
            {desk_work.more}
          </button>
        </p>
      )}
      {Beside && <Beside.Lost />}
    </section>
  );
}

/** Nothing to do, or nothing of what was chosen: two things to say. */
function Empty({ list: { queue, hidden, next } }: { list: Shown }) {
  if (!hidden) return <p id="empty">{called("nothing_in", queue)}</p>;
  return (
    <p id="empty">
      {sentence(next ? desk_work.looked_through : desk_work.filtered_away, { count: hidden })} <a href={queueAddress(queue)}>{desk_work.unfilter_all}</a>
    </p>
  );
}

function Tabs({ queue, queues }: { queue: string; queues: string[] }) {
  const counted = new Map(counts.value.map(({ id, count }) => [id, count]));
  return (
    <nav class="queues" aria-label={desk_work.queue}>
      <ul class="bare">
        {queues.map((id) => {
          const count = counted.get(id);
          const says = count === undefined ? undefined : count < MOST ? String(count) : `${MOST - 1}+`;
          const label = says && sentence(desk_work.in_queue, { name: called("queues", id), count: says });
          return (
            <li key={id}>
              <a href={queueAddress(id)} aria-current={id === queue ? "page" : undefined} aria-label={label}>
                {called("queues", id)} {says && <span class="queues__count">{says}</span>}
              </a>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

function Search() {
  const wrong = useSignal(false);
  const open = (event: Event) => {
    event.preventDefault();
    const number = parseNumber((document.getElementById("search") as HTMLInputElement).value);
    wrong.value = !number;
    if (number) location.hash = `#${number}`;
  };
  return (
    <form id="search-form" class="console__search" onSubmit={open} novalidate>
      <div class="field">
        <label for="search">{desk_work.search}</label>
        <p class="field__hint" id="search-hint">
          {desk_work.search_hint}
        </p>
        {wrong.value && (
          <p class="field__error" id="search-error" role="alert">
            {desk_work.search_wrong}
          </p>
        )}
        <input type="text" id="search" autocomplete="off" autocapitalize="characters" spellcheck={false} aria-invalid={wrong.value || undefined} aria-describedby="search-hint" />
      </div>
      <button type="submit" class="md-button">
        {desk_work.search_button}
      </button>
    </form>
  );
}

/** A table on a desk; on a phone each row is a card of the same cells. */
function Rows({ items }: { items: ListedOut[] }) {
  return (
    <table class="queue" id="items">
      <thead>
        <tr>
          <th scope="col">{desk_work.number_column}</th>
          <th scope="col">{desk_work.place_column}</th>
          <th scope="col">{desk_work.due_column}</th>
          <th scope="col">{desk_work.held_column}</th>
          <th scope="col">{desk_work.reason_column}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <Row key={item.number} item={item} />
        ))}
      </tbody>
    </table>
  );
}

/** Take one report where it stands; the list stays as it is, but for that. */
async function taken(number: string): Promise<void> {
  await take([number]);
  const list = shown.value;
  if (list) shown.value = { ...list, items: list.items.map((item) => (item.number === number ? { ...item, held: "mine", takeable: false } : item)) };
}

function Row({ item }: { item: ListedOut }) {
  const place = useSignal("");
  const elsewhere = item.desk.region !== me.value?.desk.region || item.desk.tier !== me.value?.desk.tier;
  useEffect(() => {
    placeNames(item.district, item.village).then(
      (names: string[]) => (place.value = names.slice(0, item.village ? 2 : 1).join(", ")),
      () => {},
    );
  }, [item.district, item.village]);
  const row = useRef<HTMLTableRowElement>(null);
  // A list that is loaded anew asks anew.
  useEffect(() => glimpseWhenSeen(row.current as HTMLElement), [item]);
  const glimpse = glimpses.value.get(item.number);
  return (
    <tr ref={row} data-number={item.number}>
      <td>
        {me.value?.queues.length !== 0 && (
          <label class="choice queue__pick">
            <input type="checkbox" aria-label={sentence(desk_work.pick, { number: item.number })} checked={picked.value.has(item.number)} onChange={(event) => pick(item.number, event.currentTarget.checked)} />
          </label>
        )}
        <a id={`row-${item.number}`} href={`#${item.number}`} class="queue__link" onClick={() => (left.value = item.number)}>
          <strong>{item.number}</strong> {called("categories", item.category)}
        </a>
        {glimpse?.excerpt && <span class="queue__excerpt">{glimpse.excerpt}</span>}
        <span class="queue__marks">
          <Badges item={item} />
          {glimpse?.writer && <span class="badge">{sentence(desk_work.writing, { name: glimpse.writer.name })}</span>}
          {drafted.value.has(item.number) && <span class="badge">{desk_work.draft}</span>}
        </span>
      </td>
      <td>{place.value}</td>
      <td>{dueShort(item)}</td>
      <td>
        {elsewhere ? item.desk.name : !item.takeable && heldOf(item)}
        {item.takeable && (
          <button type="button" class="md-button queue__take" aria-label={sentence(desk_work.take_one, { number: item.number })} onClick={() => attempt(() => taken(item.number))}>
            {desk_work.take}
          </button>
        )}
      </td>
      <td>{called("reasons", item.reason)}</td>
    </tr>
  );
}
