// A site on disk: its pages, and a server for it that knows nothing but files.
import fs from "node:fs";
import http from "node:http";
import path from "node:path";

/** Where the copy behind the server stands: not at the top, as on most hosts. */
const MOUNT = "/some/where/site/";

/** The kinds of files that a site has. */
const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".xml": "application/xml",
};

/** Every file below a folder, with `/` between the parts, sorted. */
export function files(folder) {
  const found = fs.readdirSync(folder, { recursive: true, withFileTypes: true });
  const inside = found.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
  return inside.map((file) => path.relative(folder, file).split(path.sep).join("/")).sort();
}

/** Every page. Those of short addresses only lead on. */
export function pages(folder) {
  return files(folder).filter((file) => file.endsWith(".html") && !file.startsWith("d/"));
}

/** How many different things a page shows. */
function fullness(folder, page) {
  const html = fs.readFileSync(path.join(folder, page), "utf8");
  const classes = [...html.matchAll(/ class="([^"]*)"/g)].flatMap((match) => match[1].split(" "));
  return new Set(classes).size;
}

/** One page of each kind: all that stand at the top, and of each folder the one that shows most. */
export function kinds(folder) {
  const fullest = new Map();
  for (const page of pages(folder)) {
    const kind = page.includes("/") ? page.split("/")[0] : page;
    const full = fullness(folder, page);
    if (!fullest.has(kind) || fullest.get(kind).full < full) fullest.set(kind, { page, full });
  }
  return [...fullest.values()].map(({ page }) => page);
}

/** The kinds of pages, and where the list has a search, the list when it finds nothing. */
export function views(folder) {
  const searches = fs.readFileSync(path.join(folder, "index.html"), "utf8").includes('type="search"');
  return searches ? [...kinds(folder), "index.html?q=qqxxyyzz"] : kinds(folder);
}

/** Serves a folder under a path of its own; gives its address. */
export async function serve(folder) {
  const server = http.createServer((request, response) => {
    const asked = decodeURIComponent(request.url.split("?")[0]);
    const file = path.join(folder, asked.slice(MOUNT.length));
    if (!asked.startsWith(MOUNT) || !file.startsWith(folder) || !fs.statSync(file, { throwIfNoEntry: false })?.isFile()) {
      response.writeHead(404, { "content-type": "text/plain" }).end("there is no such file");
      return;
    }
    response.writeHead(200, { "content-type": TYPES[path.extname(file)] ?? "application/octet-stream" });
    fs.createReadStream(file).pipe(response);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { address: `http://127.0.0.1:${server.address().port}${MOUNT}`, close: () => server.close() };
}
