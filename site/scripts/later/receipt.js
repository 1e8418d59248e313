/** What a receipt can be turned into: a QR code, a picture. Loaded when there is a receipt. */

import { encode } from "uqr";

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 720;
const MARGIN = 40;

/**
 * Bring the receipt on show to life: draw the QR code of `link`, let it be saved as a picture and printed, and let the phone's own
 * way of sharing take `text`.
 */
export function enliven(receipt, link, text) {
  const part = (id) => receipt.querySelector(`#${id}`);
  receipt.querySelector("[data-slot=qr]").replaceChildren(qr(link));
  part("print").onclick = () => print();
  part("save").onclick = () => savePicture(receipt, link);
  part("print").hidden = part("save").hidden = false;
  part("share").onclick = (event) => {
    if (!navigator.share) return;
    event.preventDefault();
    navigator.share({ text }).catch(() => {}); // the reader thought better of it
  };
}

function qr(text) {
  const { data } = encode(text, { ecc: "M", border: 2 });
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${data.length} ${data.length}`);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", "QR");
  const squares = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ""))).join("");
  for (const [fill, d] of [
    ["#fff", `M0 0h${data.length}v${data.length}H0z`],
    ["#000", squares],
  ]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("fill", fill);
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}

async function savePicture(receipt, link) {
  const facts = [...receipt.querySelectorAll("dl div:not([hidden])")].map((line) => [...line.children].map((part) => part.textContent));
  const { data } = encode(link, { ecc: "M", border: 2 });
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH;
  canvas.height = 260 + facts.length * 120 + WIDTH / 2;
  const ink = canvas.getContext("2d");
  ink.fillStyle = "#fff";
  ink.fillRect(0, 0, canvas.width, canvas.height);
  ink.fillStyle = "#000";
  let y = MARGIN;
  const write = (text, size, weight) => {
    ink.font = `${weight} ${size}px system-ui, sans-serif`;
    y += size * 1.3;
    ink.fillText(text, MARGIN, y, WIDTH - 2 * MARGIN);
  };
  write(document.getElementById("heading").textContent, 40, "bold");
  for (const [question, answer] of facts) {
    y += 16;
    write(question, 28, "normal");
    write(answer, 44, "bold");
  }
  const cell = WIDTH / 2 / data.length;
  for (const [line, row] of data.entries()) {
    for (const [x, dark] of row.entries()) {
      if (dark) ink.fillRect(MARGIN + x * cell, y + 40 + line * cell, cell + 0.5, cell + 0.5);
    }
  }
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  const saving = document.createElement("a");
  saving.href = URL.createObjectURL(blob);
  saving.download = `${receipt.querySelector("[data-slot=number]").textContent}.png`;
  saving.click();
  setTimeout(() => URL.revokeObjectURL(saving.href), 60_000);
}
