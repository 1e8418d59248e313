/** Makes photos small on the phone: fewer pixels, no metadata. Loaded when somebody picks one. It knows no word. */

const LONGEST_SIDE = 1280; // pixels; the writing on a receipt stays readable
const LARGEST = 250 * 1024; // bytes
const QUALITIES = [0.75, 0.6, 0.45, 0.3];

/** Return the photos of `files` as the outbox keeps them, ready to send; throws at the first that is no picture. */
export async function readied(files) {
  const photos = [];
  for (const file of files) photos.push({ id: newId(), blob: await shrink(file), state: "waiting" });
  return photos;
}

/** Return `file` as a JPEG of at most LARGEST bytes, redrawn and so without its metadata; throws when it is no picture. */
export async function shrink(file) {
  const picture = await drawable(file);
  let side = LONGEST_SIDE;
  for (;;) {
    const canvas = drawn(picture, side);
    for (const quality of QUALITIES) {
      const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
      if (!blob) throw new Error("no picture");
      if (blob.size <= LARGEST) return blob;
    }
    side /= 2;
  }
}

/** Decode the file away from the page's own thread, a large one already small. */
function drawable(file) {
  return createImageBitmap(file, file.size > LARGEST ? { resizeWidth: LONGEST_SIDE, resizeQuality: "medium" } : {});
}

function drawn(picture, longest) {
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

const newId = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
