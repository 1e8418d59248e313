/** The photos of a report: a kept one opens in a viewer with keys and zoom; of any other it is said what became of it. */

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { TicketOut } from "../api/staff";
import { case_work } from "../case-words";
import { sentence } from "../words";

const ZOOMS = [1, 1.5, 2, 3, 4];

export function Photos({ photos }: { photos: TicketOut["photos"] }) {
  const open = useSignal<number | null>(null);
  const seen = photos.map(({ url }, index) => ({ url, label: sentence(case_work.photo, { number: index + 1 }) })).filter(({ url }) => url);
  const became: Record<string, string> = { waiting: case_work.photo_waiting, refused: case_work.photo_refused };
  if (!photos.length) return null;
  return (
    <div id="photos">
      <h3>{case_work.photos}</h3>
      <ul class="bare photos" id="photo-list">
        {photos.map(({ id, state, url }, index) => (
          <li key={id}>
            {url ? (
              <button type="button" class="photo" onClick={() => (open.value = seen.findIndex((one) => one.url === url))}>
                <img loading="lazy" src={url} alt={sentence(case_work.photo, { number: index + 1 })} />
              </button>
            ) : (
              sentence(became[state] ?? "", { number: index + 1 })
            )}
          </li>
        ))}
      </ul>
      {open.value !== null && <Viewer seen={seen} at={open.value} go={(index) => (open.value = index)} close={() => (open.value = null)} />}
    </div>
  );
}

interface Seen {
  url: string | null;
  label: string;
}

/** One photo as large as the window, and larger; `←` and `→` lead to the others, `+` and `-` zoom, Escape closes. */
function Viewer({ seen, at, go, close }: { seen: Seen[]; at: number; go: (index: number) => void; close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const zoom = useSignal(0);
  useEffect(() => dialog.current?.showModal(), []);
  const step = (by: number) => {
    zoom.value = 0;
    go((at + by + seen.length) % seen.length);
  };
  const magnify = (by: number) => (zoom.value = Math.min(Math.max(zoom.value + by, 0), ZOOMS.length - 1));
  const pressed: Record<string, () => void> = { ArrowLeft: () => step(-1), ArrowRight: () => step(1), "+": () => magnify(1), "-": () => magnify(-1) };
  const onKey = (event: KeyboardEvent) => {
    // Of a zoomed photo arrows show another part.
    if (!pressed[event.key] || (zoom.value > 0 && event.key.startsWith("Arrow"))) return;
    event.preventDefault();
    pressed[event.key]();
  };
  const { url, label } = seen[at];
  return (
    <dialog ref={dialog} class="viewer" aria-label={label} onClose={close} onKeyDown={onKey}>
      <div class="viewer__bar">
        <p role="status">{sentence(case_work.photo_at, { place: at + 1, count: seen.length, zoom: `${ZOOMS[zoom.value] * 100}%` })}</p>
        {seen.length > 1 && (
          <>
            <button type="button" class="md-button" onClick={() => step(-1)}>
              {case_work.photo_before}
            </button>
            <button type="button" class="md-button" onClick={() => step(1)}>
              {case_work.photo_next}
            </button>
          </>
        )}
        <button type="button" class="md-button" onClick={() => magnify(1)}>
          {case_work.photo_larger}
        </button>
        <button type="button" class="md-button" onClick={() => magnify(-1)}>
          {case_work.photo_smaller}
        </button>
        <button type="button" class="md-button md-button--primary" onClick={() => dialog.current?.close()}>
          {case_work.keys_close}
        </button>
      </div>
      <div class="viewer__photo">
        <button type="button" class="photo" style={{ width: `${ZOOMS[zoom.value] * 100}%` }} onClick={() => (zoom.value = (zoom.value + 1) % ZOOMS.length)}>
          <img src={url ?? ""} alt={label} />
        </button>
      </div>
    </dialog>
  );
}
