/**
 * Signs staff in with OAuth 2: authorization code, PKCE (S256) and `state`, and renews the sign-in without anybody noticing.
 * The token lives in this tab only; what renews it in the memory of the page, and nowhere else.
 */

import { ask, Problem } from "./api.js";

const TOKEN = "petugas.token";
const PENDING = "petugas.pending"; // {state, verifier, place} between leaving for the sign-in page and coming back
let token = sessionStorage.getItem(TOKEN);
let refresh = null;
let renewing = null; // several calls that are refused at once wait for one renewal

/** Return the bearer token, or null when nobody is signed in. */
export const currentToken = () => token;

/** Leave for the sign-in page. */
export async function signIn() {
  const config = await configuration();
  const pending = { state: randomText(), verifier: randomText(), place: location.hash };
  sessionStorage.setItem(PENDING, JSON.stringify(pending));
  go(config.authorize_url, {
    response_type: "code",
    client_id: config.client_id,
    redirect_uri: config.redirect_uri,
    scope: config.scope,
    state: pending.state,
    code_challenge: base64Url(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(pending.verifier))),
    code_challenge_method: "S256",
  });
}

/**
 * Coming back from the sign-in page: change its code for a token and clean the address.
 * Throws Problem("sign_in") when the answer was not asked for by this tab, or is no code.
 */
export async function finishSignIn() {
  const answer = new URLSearchParams(location.search);
  if (!answer.has("state")) return;
  const pending = JSON.parse(sessionStorage.getItem(PENDING) ?? "{}");
  sessionStorage.removeItem(PENDING);
  history.replaceState(null, "", location.pathname + location.hash);
  if (!answer.has("code") || answer.get("state") !== pending.state) throw new Problem("sign_in");
  // Where somebody was when the hour was over.
  if (pending.place) history.replaceState(null, "", location.pathname + pending.place);

  const { redirect_uri } = await configuration();
  const given = await granted({ grant_type: "authorization_code", code: answer.get("code"), redirect_uri, code_verifier: pending.verifier });
  if (!given) throw new Problem("sign_in");
}

/** Renew a token that is refused; return whether there is a new one. Throws Problem("offline") when that cannot be asked. */
export function renew() {
  if (!refresh) return Promise.resolve(false);
  renewing ??= granted({ grant_type: "refresh_token", refresh_token: refresh }).finally(() => (renewing = null));
  return renewing;
}

/** Ask for a token by what one has; return whether it was given. */
async function granted(grant) {
  const { token_url, client_id } = await configuration();
  const { ok, content } = await ask(token_url, { method: "POST", body: new URLSearchParams({ client_id, ...grant }) });
  if (!ok || !content.access_token) return false;
  token = content.access_token;
  refresh = content.refresh_token ?? refresh;
  sessionStorage.setItem(TOKEN, token);
  return true;
}

/** Forget the token. */
export function forget() {
  token = refresh = null;
  sessionStorage.removeItem(TOKEN);
}

/** Forget the token and end the session at the sign-in page too, so that the next person must sign in. */
export async function signOut() {
  forget();
  const config = await configuration();
  go(config.logout_url, { client_id: config.client_id, logout_uri: config.redirect_uri });
}

async function configuration() {
  const { ok, content } = await ask("/petugas/config.json");
  if (!ok) throw new Problem("busy");
  return content;
}

function go(address, parameters) {
  const url = new URL(address, location.href);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  location.assign(url);
}

function randomText() {
  return base64Url(crypto.getRandomValues(new Uint8Array(32)));
}

function base64Url(bytes) {
  return btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}
