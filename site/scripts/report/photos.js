/** The photo step: picks and lists photos. They stay in memory until the report is sent. */

import { messages, reporting } from "../../../build/data/words.json";
import { byId, sentence, stamp } from "../page.js";

let photos = []; // as the outbox keeps them

/** Return the chosen photos as the outbox keeps them. */
export const chosenPhotos = () => photos;

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
      showPhotos([...photos, ...(await readied([...picker.files].slice(0, room)))]);
    } catch {
      wrong = messages.photo_unreadable;
    }
    Object.assign(byId("photos-error"), { textContent: wrong, hidden: !wrong });
    picker.value = "";
  });
}

/** Choose these photos, as the outbox keeps them, instead of those chosen so far. */
export function showPhotos(now) {
  photos = now;
  byId("photo-list").replaceChildren(
    ...photos.map((photo, index) => {
      const name = `${photoName(index)} (${Math.ceil(photo.blob.size / 1024)} KB)`;
      const line = stamp("photo", { name, remove: reporting.remove });
      line.querySelector("button").onclick = () => showPhotos(photos.filter((one) => one !== photo));
      return line;
    }),
  );
}
