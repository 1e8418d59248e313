/**
 * Serves folders over HTTP/2 and TLS as the distribution serves the site: compressed, under its headers; the rest it asks
 * of the local stack. One argument, a JSON file: {port, upstream, folders: {prefix: path}, headers, caching, quality, key, certificate}.
 */

import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { request as ask } from "node:http";
import { createSecureServer } from "node:http2";
import { extname, join, relative } from "node:path";
import { promisify } from "node:util";
import zlib from "node:zlib";

const LEAST = 1000; // bytes; CloudFront leaves anything smaller as it is
const LEAST_OF_API = 1024; // the gateway's MinimumCompressionSize
const MEDIA = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".webmanifest": "application/manifest+json",
  ".webp": "image/webp",
  ".xml": "application/xml",
};
const COMPRESSED = new Set([".css", ".html", ".js", ".json", ".svg", ".webmanifest", ".xml"]);
const HOP = new Set(["connection", "keep-alive", "transfer-encoding", "server"]);
const brotli = promisify(zlib.brotliCompress);
const gzip = promisify(zlib.gzip);

const given = JSON.parse(readFileSync(process.argv[2]));
const files = new Map();
const answered = { requests: 0, bytes: 0 };
for (const [prefix, folder] of Object.entries(given.folders)) await load(prefix, folder);
const server = createSecureServer({ key: given.key, cert: given.certificate, allowHTTP1: true }, answer);
server.listen(given.port, "127.0.0.1");
process.on("SIGTERM", () => process.exit());

async function load(prefix, folder) {
  const paths = readdirSync(folder, { recursive: true }).map((name) => join(folder, name));
  await Promise.all(
    paths.filter((path) => statSync(path).isFile()).map(async (path) => {
      const address = prefix + relative(folder, path);
      files.set(address.replace(/(^|\/)index\.html$/, "$1"), await packed(path));
    }),
  );
}

async function packed(path) {
  const plain = readFileSync(path);
  const kind = extname(path);
  const bodies = { "": plain };
  if (COMPRESSED.has(kind) && plain.length >= LEAST) {
    bodies.br = await brotli(plain, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: given.quality } });
    bodies.gzip = await gzip(plain, { level: 9 });
  }
  return { bodies, media: MEDIA[kind] ?? "application/octet-stream", tag: `"${createHash("md5").update(plain).digest("hex")}"` };
}

function answer(request, response) {
  if (request.url === "/answered") {
    response.end(JSON.stringify(answered));
    return;
  }
  answered.requests += 1;
  const address = request.url.split("?")[0];
  const file = files.get(address);
  if (!file) {
    pass(request, response);
    return;
  }
  const accepted = request.headers["accept-encoding"] ?? "";
  const encoding = ["br", "gzip"].find((name) => accepted.includes(name) && file.bodies[name]) ?? "";
  const tag = encoding ? `W/${file.tag}` : file.tag;
  const head = { ...given.headers, "cache-control": given.caching[address] ?? "max-age=0", etag: tag, vary: "accept-encoding" };
  if (request.headers["if-none-match"] === tag) {
    response.writeHead(304, head).end();
    return;
  }
  if (encoding) head["content-encoding"] = encoding;
  const body = file.bodies[encoding];
  answered.bytes += body.length;
  response.writeHead(200, { ...head, "content-type": file.media, "content-length": body.length }).end(body);
}

async function pass(request, response) {
  const parts = [];
  for await (const part of request) parts.push(part);
  const body = Buffer.concat(parts);
  const own = Object.entries(request.headers).filter(([name]) => !name.startsWith(":"));
  const headers = { ...Object.fromEntries(own), host: request.headers[":authority"] ?? request.headers.host };
  if (body.length) headers["content-length"] = body.length;
  const asked = ask(given.upstream + request.url, { method: request.method, headers }, (told) => {
    const kept = Object.fromEntries(Object.entries(told.headers).filter(([name]) => !HOP.has(name)));
    const parts = [];
    told.on("data", (part) => parts.push(part));
    told.on("end", async () => {
      let content = Buffer.concat(parts);
      if (content.length >= LEAST_OF_API && !kept["content-encoding"] && /gzip/.test(request.headers["accept-encoding"] ?? "")) {
        content = await gzip(content);
        kept["content-encoding"] = "gzip";
      }
      answered.bytes += content.length;
      delete kept["content-length"];
      response.writeHead(told.statusCode, { ...kept, ...given.headers }).end(content);
    });
  });
  asked.on("error", () => response.writeHead(502).end());
  asked.end(body);
}
