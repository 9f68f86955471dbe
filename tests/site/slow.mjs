// How long a slow line takes, as Chromium throttles it: until the list can be seen, and until a shared search has its
// first answer.
//   node tests/site/slow.mjs CHROMIUM SITE WORD
// Prints JSON: for each the seconds and the bytes that were loaded.
import fs from "node:fs";
import process from "node:process";
import { start } from "./browser.mjs";
import { serve } from "./folder.mjs";

// A phone on 3G: 1.6 Mbit/s, and 150 ms until an answer begins.
const LINE = { offline: false, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8, latency: 150 };

const [program, site, word] = process.argv.slice(2);
const server = await serve(fs.realpathSync(site));
const browser = await start(program);

async function measure(address, shown) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  const line = await context.newCDPSession(page);
  await line.send("Network.enable");
  await line.send("Network.emulateNetworkConditions", LINE);
  let bytes = 0;
  line.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));
  const began = Date.now();
  await page.goto(server.address + address, { waitUntil: "commit" });
  await page.locator(shown).first().waitFor({ state: "visible", timeout: 120_000 });
  const seconds = (Date.now() - began) / 1000;
  const loaded = bytes;
  await context.close();
  return { seconds, bytes: loaded };
}

const list = await measure("index.html", "#decisions .row");
const answer = await measure(`search.html?q=${encodeURIComponent(word)}`, "#found .row");
console.log(JSON.stringify({ list, answer }));
await browser.close();
server.close();
