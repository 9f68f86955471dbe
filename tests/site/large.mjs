// How fast a large site is: node tests/site/large.mjs CHROMIUM SITE
// Prints JSON in seconds: `open`, until the list is drawn, and `search`, until what was typed is answered, for the slowest
// of several words. Each is the one in the middle of the runs, after one that is not counted. The time is that of a clock.
import fs from "node:fs";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { start } from "./browser.mjs";

const [program, site] = process.argv.slice(2);
const list = pathToFileURL(fs.realpathSync(site)).href + "/index.html";
const RUNS = 5;

const middle = (times) => times.sort((one, other) => one - other)[Math.floor(times.length / 2)];
const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())));

const browser = await start(program);
const opens = [];
let page;
for (let run = 0; run <= RUNS; run++) {
  await page?.close();
  page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
  const began = performance.now();
  await page.goto(list);
  await page.evaluate(drawn);
  opens.push(performance.now() - began);
}

// Words that are there: of a title, its start, one letter, two words; and one that is nowhere.
const titles = await page.locator("#decisions .title").evaluateAll((all) => all.map((title) => title.textContent));
const [one, two] = titles[Math.floor(titles.length / 2)].match(/\p{L}{3,}/gu);
const typed = [one, one.slice(0, 3), one[0], `${one} ${two}`, "qqxxyyzz"];
const searches = [];
for (const words of typed) {
  const times = [];
  for (let run = 0; run <= RUNS; run++) {
    const time = await page.evaluate(async (words) => {
      const field = document.getElementById("q");
      const said = document.getElementById("count");
      const found = document.getElementById("found");
      const until = async (holds) => {
        const late = performance.now() + 20_000;
        while (!holds()) {
          if (performance.now() > late) throw new Error(`\`${words}\` is never answered`);
          await new Promise((done) => setTimeout(done, 1));
        }
      };
      const type = (text) => {
        field.value = text;
        field.dispatchEvent(new Event("input", { bubbles: true }));
      };
      type("");
      await until(() => said.textContent === "" && found.hidden);
      const began = performance.now();
      type(words);
      await until(() => said.textContent !== "" && found.querySelector(".row, .empty"));
      if (!/^\d+ of/.test(said.textContent)) throw new Error(said.textContent);
      return performance.now() - began;
    }, words);
    times.push(time);
  }
  searches.push(middle(times.slice(1)));
}
await browser.close();
console.log(JSON.stringify({ open: middle(opens.slice(1)) / 1000, search: Math.max(...searches) / 1000, decisions: titles.length }));
