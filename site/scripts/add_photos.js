/** Adds photos to a report that the server has: they go through the outbox, so that a lost network holds up none of them. */

import { flush, get, put, sendPhotos } from "./outbox.js";

/**
 * Shrink `files` and send them as photos of the ticket that `secrets` ({number, access_code or link_token}) open; returns, when
 * they are sent or wait in the outbox, what is to be said of the files that this browser cannot read.
 */
export async function addPhotos(files, secrets) {
  const { readied, refusal } = await import("./later/photos.js");
  const photos = [];
  const unread = [];
  for (const file of files) await readied(file).then((photo) => photos.push(photo), () => unread.push(refusal(file)));
  if (!photos.length) return unread;
  const known = await get(secrets.number).catch(() => undefined);
  // What was not reported from this phone leaves nothing here once it is sent.
  const entry = known ?? { state: "sent", delicate: true, photos: [] };
  const now = { ...entry, ...secrets, photos: [...entry.photos, ...photos] };
  await put(now).then(flush, () => sendPhotos(now, () => {})); // a phone that keeps nothing sends from here
  return unread;
}
