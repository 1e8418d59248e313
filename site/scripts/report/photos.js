/** The photo step: picks and lists photos. They stay in memory until the report is sent. */

import { reporting } from "../../../build/data/words.json";
import { byId, sentence, stamp } from "../page.js";

let photos = []; // [{id, blob}]

/** Return the photos as the outbox keeps them. */
export const chosenPhotos = () => photos.map((photo) => ({ ...photo, state: "waiting" }));

/** Take all photos away. */
export const forgetPhotos = () => show([]);

/** Return what photo number `index` (from 0) is called. */
export const photoName = (index) => sentence(reporting.photo, { number: index + 1 });

/** Let the picker work; at most `most` photos. */
export function connectPhotos(most) {
  const picker = byId("photos");
  picker.addEventListener("change", async () => {
    const room = most - photos.length;
    let wrong = picker.files.length > room ? sentence(reporting.photos_full, { most }) : "";
    try {
      const { readied } = await import("../later/photos.js");
      show([...photos, ...(await readied([...picker.files].slice(0, room)))]);
    } catch {
      wrong = reporting.photo_unreadable;
    }
    Object.assign(byId("photos-error"), { textContent: wrong, hidden: !wrong });
    picker.value = "";
  });
}

function show(now) {
  photos = now;
  byId("photo-list").replaceChildren(
    ...photos.map((photo, index) => {
      const name = `${photoName(index)} (${Math.ceil(photo.blob.size / 1024)} KB)`;
      const line = stamp("photo", { name, remove: reporting.remove });
      line.querySelector("button").onclick = () => show(photos.filter((one) => one !== photo));
      return line;
    }),
  );
}
