/** What is new in the reports that this phone keeps, since they were last opened on it. Loaded where there are any. */

const MOST = 3; // reports that are asked after at once; a 2G phone waits a second for each

/** Return the numbers of those among `entries` in which a desk has done something that nobody saw on this phone; `open` opens one. */
export async function freshOf(entries, open) {
  const known = entries.filter(({ state, link_token }) => state === "sent" && link_token);
  const newest = known.sort((one, other) => other.made_at.localeCompare(one.made_at)).slice(0, MOST);
  const asked = newest.map(async ({ number, link_token, seen }) => {
    const { talk } = await open({ number, link_token });
    return talk.some(({ version, actor }) => actor !== "complainant" && isFresh(version, seen)) ? number : null;
  });
  const answers = await Promise.allSettled(asked); // what cannot be asked now is asked when the page is opened again
  return answers.map((answer) => (answer.status === "fulfilled" ? answer.value : null)).filter(Boolean);
}

/** Put `badge()` at the turns on show that are new since version `seen`; return the last version of them all. */
export function markFresh(result, seen, badge) {
  const versions = [...result.querySelectorAll("[data-version]")].map((turn) => {
    const version = Number(turn.dataset.version);
    if (isFresh(version, seen) && !turn.matches(".turn--mine")) turn.querySelector(".turn__who").prepend(badge(), " ");
    return version;
  });
  return Math.max(...versions);
}

// The first version is the report itself, which was written here.
const isFresh = (version, seen = 1) => version > seen;
