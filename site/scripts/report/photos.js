/** The photo step: picks and lists photos. They stay in memory until the report is sent. */

import { messages, reporting } from "../../../build/data/words.json";
import { byId, sentence, stamp } from "../page.js";

let photos = []; // as the outbox keeps them
let working = Promise.resolve(); // fulfilled when every photo picked so far is small, or was refused

/** Return the chosen photos as the outbox keeps them, once all of them are ready. */
export const chosenPhotos = () => working.then(() => photos);

/** Return what photo number `index` (from 0) is called. */
export const photoName = (index) => sentence(reporting.photo, { number: index + 1 });

/** Let the picker work; at most `most` photos. Picks that come while others are in work wait for their turn. */
export function connectPhotos(most) {
  const picker = byId("photos");
  const picked = () => {
    const files = [...picker.files];
    picker.value = "";
    byId("photos-state").hidden = false;
    working = working.then(() => take(files, most)).catch(() => refuse(messages.offline));
  };
  picker.addEventListener("change", picked);
  if (picker.files.length) picked(); // before this script came
}

async function take(files, most) {
  const { noRoom, readied, refusal } = await import("../later/photos.js");
  const wrong = [];
  for (const file of files) {
    if (photos.length >= most) wrong.push(noRoom(most));
    else await readied(file).then((photo) => showPhotos([...photos, photo]), () => wrong.push(refusal(file)));
  }
  refuse([...new Set(wrong)].join(" "));
}

function refuse(text) {
  byId("photos-state").hidden = true;
  Object.assign(byId("photos-error"), { textContent: text, hidden: !text });
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
