/**
 * Finds the root of an Indonesian word: takes prefixes and suffixes away in every way the language allows and keeps what `isRoot`
 * knows. The index of our own pages is the dictionary, which is why no other has to be loaded.
 */

const PARTICLES = /(lah|kah|tah|pun)$/;
const POSSESSIVES = /(ku|mu|nya)$/;
const SUFFIXES = ["kan", "an", "i", "in"]; // "in" in speech: "laporin"
// A prefix, and what it has swallowed of the root: "memotong" is mem + (p)otong, in speech "motong".
/** @type {[RegExp, string[]][]} */
const PREFIXES = [
  [/^di/, [""]],
  [/^ke/, [""]],
  [/^se/, [""]],
  [/^ter/, ["", "r"]],
  [/^te/, [""]],
  [/^ber/, ["", "r"]],
  [/^be/, [""]],
  [/^(?:me|pe)?ny/, ["s", "ny"]],
  [/^(?:me|pe)?nge/, [""]],
  [/^(?:me|pe)?ng/, ["", "k", "ng"]],
  [/^(?:me|pe)?m/, ["", "p", "m"]],
  [/^(?:me|pe)?n/, ["", "t", "n"]],
  [/^(?:me|pe)/, [""]],
  [/^per/, ["", "r"]],
];
const SHORTEST = 2;
const MOST_PREFIXES = 3; // mem-per-ber…

/** Return the roots of `word` that `isRoot` knows, itself first. */
export function rootsOf(word, isRoot) {
  const found = new Set();
  const tried = new Set();
  const tryOut = (part, prefixes) => {
    if (part.length < SHORTEST || tried.has(`${prefixes} ${part}`)) return;
    tried.add(`${prefixes} ${part}`);
    if (isRoot(part)) found.add(part);
    if (prefixes === MOST_PREFIXES) return;
    for (const [prefix, swallowed] of PREFIXES) {
      if (prefix.test(part)) for (const letter of swallowed) tryOut(letter + part.replace(prefix, ""), prefixes + 1);
    }
  };
  for (const part of withoutEndings(word)) tryOut(part, 0);
  return [...found];
}

function withoutEndings(word) {
  const parts = new Set([word]);
  for (const ending of [PARTICLES, POSSESSIVES]) for (const part of [...parts]) parts.add(part.replace(ending, ""));
  for (const part of [...parts]) for (const suffix of SUFFIXES) if (part.endsWith(suffix)) parts.add(part.slice(0, -suffix.length));
  return parts;
}
