// Without JavaScript everything can be read: the whole text of each decision, and the choices as pages.
import fs from "node:fs";
import path from "node:path";
import { pages } from "./folder.mjs";
import { shown, words } from "./words.mjs";

/** What a reader of the markdown reads: no header, no targets of links, no names of languages. */
function text(markdown) {
  const body = markdown.replace(/^---\n[\s\S]*?\n---\n/, "");
  return body.replace(/\]\([^)]*\)/g, "]").replace(/^```.*$/gm, "").replace(/^\[\^[^\]]*\]:/gm, "").replace(/\[\^[^\]]*\]/g, "");
}

export async function check({ browser, folder, log, disk, fail }) {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1200, height: 900 } });
  const page = await context.newPage();
  const linked = new Set();
  for (const name of pages(folder)) {
    await page.goto(disk + name);
    // In a picture `href` is no text.
    const links = page.locator("main a[href]:visible");
    const addresses = (all) => all.map((link) => new URL(link.getAttribute("href"), document.baseURI).href);
    for (const link of await links.evaluateAll(addresses)) {
      linked.add(decodeURIComponent(link.split(/[?#]/)[0].slice(disk.length)));
    }
    const dead = await page.locator("input:visible, select:visible, textarea:visible, button:visible").count();
    if (dead > 0) fail(`${name} shows ${dead} controls that do nothing`);
  }
  for (const name of pages(folder)) {
    if (name.includes("/") && !linked.has(name)) fail(`no page leads to ${name}`);
  }
  const decisions = path.join(log, "decisions");
  for (const file of fs.existsSync(decisions) ? fs.readdirSync(decisions) : []) {
    const name = `decisions/${path.basename(file, ".md")}.html`;
    await page.goto(disk + name);
    const there = await shown(page);
    const missing = words(text(fs.readFileSync(path.join(decisions, file), "utf8"))).filter((word) => !there.has(word));
    if (missing.length > 0) fail(`${name} does not show: ${[...new Set(missing)].join(" ")}`);
  }
}
