/**
 * Sends the photos of a report: from a page or from the service worker. Loaded when there are some. `by` hands it
 * what the outbox calls with: a module that this and the page shared would be one more file for every page to ask for.
 */

/** Send the photos of a sent entry that still wait, one after another; `told` hears of each step. Returns the entry as it then is. */
export async function sendPhotos(entry, told, by) {
  let now = entry;
  for (const photo of entry.photos.filter(({ state }) => state === "waiting")) {
    const change = await sent(entry, photo, by);
    if (!change) break;
    now = { ...now, photos: now.photos.map((one) => (one.id === photo.id ? { id: one.id, ...change } : one)) };
    await told(now);
  }
  return now;
}

/** Send one photo; return its new {state, reason}, or null when it must wait. */
async function sent({ number, link_token, access_code }, { id, blob }, { call, patiently, isPassing }) {
  const secret = link_token ? { link_token } : { access_code };
  try {
    const { url, fields } = await call("POST", "tickets/photos", { body: { number, ...secret, photo: id, type: blob.type } });
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append("file", blob);
    const status = await patiently(url, { method: "POST", body: form }, (reply) => reply.status);
    if (status < 400) return { state: "sent" };
    return status < 500 ? { state: "refused" } : null;
  } catch (problem) {
    return isPassing(problem) ? null : { state: "refused", reason: problem.code };
  }
}
