// Checks a site in a browser:
//   node tests/site/run.mjs CHROMIUM SITE LOG [CHECK...]
// SITE is the folder that `heard index` wrote of the log in the folder LOG. Without names every `check-*.mjs` here runs.
// Each has `check({ browser, folder, log, disk, http, fail })`: the site as a folder, its address on disk, and that of a
// server under a path of its own. Whatever a check opens is watched: requests, the console, errors, and dialogs.
import fs from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { start } from "./browser.mjs";
import { serve } from "./folder.mjs";

const [program, site, log, ...named] = process.argv.slice(2);
const here = path.dirname(fileURLToPath(import.meta.url));
const folder = fs.realpathSync(site);
const disk = pathToFileURL(folder).href + "/";

const failures = new Set();
let running = "start";
const fail = (message) => failures.add(`${running}: ${message}`);

/** Fails for whatever a page does that no page of ours has a reason to do. */
function watch(context, sites) {
  const home = (address) => sites.find((site) => address.startsWith(site));
  context.on("request", (request) => {
    const site = home(request.url());
    // A page from disk has no business with the server, nor the other way round.
    const stays = request.isNavigationRequest() || site === home(request.frame().url());
    if (!site || !stays) fail(`${request.frame().url()} asks for ${request.url()}`);
  });
  context.on("response", (response) => {
    if (response.status() >= 400) fail(`${response.url()} answers ${response.status()}`);
  });
  context.on("requestfailed", (request) => {
    // A page that is left while it loads is no failure.
    if (request.failure()?.errorText !== "net::ERR_ABORTED") fail(`${request.url()}: ${request.failure()?.errorText}`);
  });
  context.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) {
      fail(`${message.page()?.url()} tells the console: ${message.text()}`);
    }
  });
  context.on("weberror", (error) => fail(`${error.page()?.url()} throws: ${error.error().message}`));
  context.on("dialog", async (dialog) => {
    fail(`${dialog.page()?.url()} opens a dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  context.on("page", async (page) => {
    page.on("websocket", (socket) => fail(`${page.url()} opens ${socket.url()}`));
    if (await page.opener()) fail(`a page opens another one: ${page.url()}`);
  });
}

const server = await serve(folder);
const browser = await start(program);
const make = browser.newContext.bind(browser);
browser.newContext = async (settings) => {
  const context = await make({ reducedMotion: "reduce", ...settings });
  watch(context, [disk, server.address]);
  return context;
};

const all = fs.readdirSync(here).filter((file) => /^check-.*\.mjs$/.test(file)).sort();
for (const file of named.length > 0 ? named.map((name) => `${name}.mjs`) : all) {
  running = path.basename(file, ".mjs");
  const began = Date.now();
  try {
    const { check } = await import(pathToFileURL(path.join(here, file)).href);
    await check({ browser, folder, log, disk, http: server.address, fail });
  } catch (error) {
    fail(error.stack ?? String(error));
  }
  for (const context of browser.contexts()) await context.close();
  console.log(`${running}: ${Date.now() - began} ms`);
}
await browser.close();
server.close();

// One fault in a style sheet is one on every page.
const told = [...failures].slice(0, 60);
for (const failure of told) console.error(failure);
if (failures.size > told.length) console.error(`and ${failures.size - told.length} more`);
process.exitCode = failures.size > 0 ? 1 : 0;
