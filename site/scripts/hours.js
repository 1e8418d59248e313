/** Reads opening hours against a moment. */

const MINUTE = 60_000;
const MINUTES_A_DAY = 24 * 60;

/**
 * Whether a channel is open at `now` (a Date), by its hours: `open` and `close` ("08:00", "24:00"), `ahead` (hours its zone is
 * ahead of UTC) and `days` (ISO weekdays, "12345"). Without days it may be closed for certain, but never open: then null.
 * @param {{[name: string]: any}} hours
 * @param {Date} now
 */
export function isOpen({ open, close, ahead, days }, now) {
  const local = Math.floor(now.getTime() / MINUTE) + ahead * 60;
  const minute = local % MINUTES_A_DAY;
  const day = ((Math.floor(local / MINUTES_A_DAY) + 3) % 7) + 1; // 1 January 1970 was a Thursday
  if (minute < minutes(open) || minute >= minutes(close)) return false;
  return days ? days.includes(day) : null;
}

function minutes(clock) {
  const [hour, minute] = clock.split(":");
  return hour * 60 + +minute;
}
