/** A ticket's identity on the phone: mints number and access code, reads a number as people type it. */

const SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; // Crockford's base 32
const CHECK_MODULUS = 37;
const RANDOM_SYMBOLS = 12;
const PREFIX = "PKH";
const CODES = 10 ** 8;
// Where the number stands in a text that was pasted whole.
const INSIDE = /(?:^|[^0-9A-Z])PKH[^0-9A-Z]{0,3}((?:[0-9A-Z]{4}[^0-9A-Z]{0,3}){3}[0-9A-Z])(?!-?[0-9A-Z])/g;

/** Return a new number, `PKH-XXXX-XXXX-XXXX-C`; drawn again until its check value is one of the 32 symbols. */
export function mintNumber() {
  for (;;) {
    // 256 is a multiple of 32, so the low five bits of a random byte are uniform.
    const values = [...crypto.getRandomValues(new Uint8Array(RANDOM_SYMBOLS))].map((byte) => byte % SYMBOLS.length);
    const check = checkValue(values);
    if (check < SYMBOLS.length) return shown([...values, check].map((value) => SYMBOLS[value]).join(""));
  }
}

/** Return a new access code of 8 digits, each as likely as any other. */
export function mintAccessCode() {
  const fair = 2 ** 32 - (2 ** 32 % CODES);
  for (;;) {
    const [value] = crypto.getRandomValues(new Uint32Array(1));
    if (value < fair) return String(value % CODES).padStart(8, "0");
  }
}

/**
 * Return the number in `text` as it is shown, or null: any case, anything between its groups, O for 0, I or L for 1, `PKH` or not,
 * alone or inside a longer text.
 */
export function parseNumber(text) {
  const seen = text.normalize("NFKC").replace(/\p{Default_Ignorable_Code_Point}+/gu, "").toUpperCase();
  const parts = [seen, ...[...seen.matchAll(INSIDE)].map(([, part]) => part)];
  return parts.map(readNumber).find(Boolean) ?? null;
}

function readNumber(part) {
  const bare = part.replace(/[^0-9A-Z]+/g, "").replace(/^PKH/, "");
  const symbols = bare.replace(/O/g, "0").replace(/[IL]/g, "1");
  const values = [...symbols].map((symbol) => SYMBOLS.indexOf(symbol));
  const fits = values.length === RANDOM_SYMBOLS + 1 && !values.includes(-1) && checkValue(values.slice(0, -1)) === values[RANDOM_SYMBOLS];
  return fits ? shown(symbols) : null;
}

function checkValue(values) {
  return values.reduce((sum, value) => (sum * SYMBOLS.length + value) % CHECK_MODULUS, 0);
}

function shown(symbols) {
  return [PREFIX, symbols.slice(0, 4), symbols.slice(4, 8), symbols.slice(8, 12), symbols.slice(12)].join("-");
}

/** Return a new link token: 128 random bits as base64url. */
export function mintToken() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}
