/** Makes photos small on the phone: fewer pixels, no metadata. Loaded when somebody picks one. */

import { full, heic, unreadable } from "../../../build/data/picking.json";

const SIDE = 1280; // pixels of the longer side of a usual photo; the writing on a receipt stays readable
const MOST_PIXELS = SIDE * SIDE * 0.75; // of a long screenshot, whose writing a limit of its side would take away
const LARGEST = 250 * 1024; // bytes
const QUALITIES = [0.75, 0.6, 0.45];
const SMALLER = 0.75; // of the side, when no quality is small enough

/** Return `file` as the outbox keeps a photo, ready to send; throws when it is no picture that this browser can read. */
export const readied = async (file) => ({ id: newId(), blob: await shrink(file), state: "waiting" });

/** What is said of a file that this browser cannot read: its name, and what to do. */
export const refusal = ({ name, type }) => (/\.hei[cf]$/i.test(name) || /hei[cf]/.test(type) ? heic : unreadable).replace("{name}", name);

/** What is said when there is no room for one more. */
export const noRoom = (most) => full.replace("{most}", most);

/** Return `file` as a JPEG of at most LARGEST bytes, redrawn and so without its metadata; throws when it is no picture. */
export async function shrink(file) {
  const picture = await drawable(file);
  for (let scale = fitting(picture); ; scale *= SMALLER) {
    const canvas = drawn(picture, scale);
    for (const quality of QUALITIES) {
      const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
      if (!blob) throw new Error("no picture");
      if (blob.size <= LARGEST) return blob;
    }
  }
}

/** By how much a picture is made smaller: to SIDE, or if it is long, to as many pixels. */
function fitting({ width, height }) {
  return Math.min(1, Math.max(SIDE / Math.max(width, height), Math.sqrt(MOST_PIXELS / (width * height))));
}

/** Decode the file away from the page's own thread; browsers that cannot, or cannot read its kind so, decode it as an image. */
async function drawable(file) {
  try {
    return await createImageBitmap(file);
  } catch {
    return decoded(file);
  }
}

async function decoded(file) {
  const image = new Image();
  image.src = await readAs(file); // as data: the pages' policy lets no image come from a blob
  await image.decode();
  if (!image.naturalWidth) throw new Error("no picture");
  return image;
}

function readAs(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

function drawn(picture, scale) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const ink = canvas.getContext("2d");
  ink.fillStyle = "#fff"; // what is transparent was on white when it was made
  ink.fillRect(0, 0, canvas.width, canvas.height);
  ink.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

const newId = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
