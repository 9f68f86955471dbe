// Pictures of a site, for people to look at: node tests/site/pictures.mjs CHROMIUM SITE FOLDER [--readme]
// With `--readme` the first screens of the list and of the voices only, small enough for a README.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { start } from "./browser.mjs";
import { kinds } from "./folder.mjs";

const [program, site, out, only] = process.argv.slice(2);
const disk = pathToFileURL(fs.realpathSync(site)).href + "/";

/** The page of a folder that shows most. */
const fullest = (name) => kinds(site).find((page) => page.startsWith(name + "/"));

const DESK = { width: 1200, height: 900 };
const PHONE = { width: 390, height: 844 };
const decision = fullest("decisions");
const shots = [
  ["list", "index.html", { viewport: DESK }],
  ["voices", "voices.html", { viewport: DESK }],
  ["decision", decision, { viewport: DESK }],
  ["person", fullest("people"), { viewport: DESK }],
  ["people", "people.html", { viewport: DESK }],
  ["graph", "graph.html", { viewport: DESK }],
  ["figures", "figures.html", { viewport: DESK }],
  ["timeline", "timeline.html", { viewport: DESK }],
  ["list-phone", "index.html", { viewport: PHONE }],
  ["decision-phone", decision, { viewport: PHONE }],
  ["list-dark", "index.html", { viewport: DESK, colorScheme: "dark" }],
  ["decision-dark", decision, { viewport: DESK, colorScheme: "dark" }],
  ["graph-dark", "graph.html", { viewport: DESK, colorScheme: "dark" }],
  ["figures-dark", "figures.html", { viewport: DESK, colorScheme: "dark" }],
  ["decision-print", decision, { viewport: { width: 700, height: 990 } }],
];

const browser = await start(program);
fs.mkdirSync(out, { recursive: true });
const SMALL = { viewport: { width: 1000, height: 760 } };
const readme = [["site", "index.html", SMALL], ["voices", "voices.html", SMALL]];
const take = only === "--readme" ? readme : shots;
for (const [name, file, settings] of take) {
  const page = await browser.newPage(settings);
  if (name.endsWith("-print")) await page.emulateMedia({ media: "print" });
  await page.goto(disk + file);
  // What is drawn only when it is near the window has to be near it.
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  if (only !== "--readme") {
    await page.setViewportSize({ width: settings.viewport.width, height });
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  }
  await page.screenshot({ path: path.join(out, `${name}.png`), fullPage: only !== "--readme" });
  await page.close();
}
await browser.close();
