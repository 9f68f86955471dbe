// The site of a log that wants to break out: nothing runs, every text is text, and the pages keep their shape.
// `texts.json` in the folder of the log says which texts stand on which pages.
import fs from "node:fs";
import path from "node:path";
import { wide } from "./check-narrow.mjs";
import { pages } from "./folder.mjs";

/** Characters that turn a line round, or hide in it. */
const HIDDEN = /[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u;

export async function check({ browser, folder, log, disk, fail }) {
  const texts = JSON.parse(fs.readFileSync(path.join(log, "texts.json"), "utf8"));
  const page = await browser.newPage();
  for (const name of pages(folder)) {
    await page.setViewportSize({ width: 1200, height: 800 });
    await page.goto(disk + encodeURI(name));
    const found = await page.evaluate(async () => {
      // What waits for the pointer, the focus or a moment has its chance.
      for (const element of document.querySelectorAll("body *")) {
        for (const event of ["mouseover", "focus", "toggle", "error", "load"]) element.dispatchEvent(new Event(event));
      }
      await new Promise((done) => setTimeout(done, 20));
      return {
        ran: "ran" in window || "ran" in {},
        text: document.documentElement.textContent,
        elements: [...document.querySelectorAll("iframe, object, embed, svg script, template, style, base")].length,
      };
    });
    if (found.ran) fail(`${name} runs what the log says`);
    if (found.elements > 0) fail(`${name} has elements that the log made`);
    const hidden = HIDDEN.exec(found.text);
    if (hidden) fail(`${name} has the hidden character U+${hidden[0].codePointAt(0).toString(16)}`);
    const text = texts[name];
    if (text && !HIDDEN.test(text) && !/[\u2028\u2029]/.test(text) && !found.text.includes(text)) {
      fail(`${name} does not show ${text}`);
    }
    for (const width of [1200, 320]) {
      await page.setViewportSize({ width, height: 800 });
      const sideways = await wide(page);
      if (sideways) fail(`${name} scrolls sideways at ${width} px: ${sideways}`);
      const over = await page.evaluate(() => {
        const bottom = document.querySelector("header.top").getBoundingClientRect().bottom;
        const boxes = [...document.querySelectorAll("main *")].map((element) => [element, element.getBoundingClientRect()]);
        const wrong = boxes.find(([, box]) => box.width > 0 && box.height > 0 && (box.top < bottom - 1 || box.left < -1));
        return wrong?.[0].outerHTML.slice(0, 100);
      });
      if (over) fail(`${name}: something lies over the header or beside the page at ${width} px: ${over}`);
    }
  }
  const quoted = Math.max(...pages(folder).filter((name) => name.startsWith("people/")).map((name) =>
    fs.readFileSync(path.join(folder, name), "utf8").split('<figure class="said"').length - 1));
  if (quoted < 2000) fail(`no person has said 2000 things, but ${quoted}`);
}
