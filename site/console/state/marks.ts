/** Marks a press, so that what it sends is done once however often it is sent. */

export const randomMark = (): string => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
