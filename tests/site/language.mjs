// A site in German or French: what its scripts say, and that longer words still fit. The log has six decisions.
const SAID = {
  de: {
    searched: "2 von 6 Entscheidungen",
    misspelled: "„exprot“ kommt nicht vor. Gezeigt wird: export, exports. 2 von 6 Entscheidungen",
    nothing: "Keine Entscheidung passt. Alle Entscheidungen zeigen",
    quotes: /^\d+ von \d+ Zitaten$/,
    marks: ["„", "“"],
  },
  fr: {
    searched: "2 sur 6 décisions",
    misspelled: "Rien ne contient «\u202fexprot\u202f». Résultats pour export, exports. 2 sur 6 décisions",
    nothing: "Aucune décision ne correspond. Afficher toutes les décisions",
    quotes: /^\d+ sur \d+ citations$/,
    marks: ["«\u202f", "\u202f»"],
  },
};
const PAGES = ["index", "voices", "due", "people", "paths", "timeline", "graph", "figures", "search"];

export async function check({ browser, disk, fail }) {
  const page = await browser.newPage();
  const same = (what, found, wanted) => {
    if (found !== wanted) fail(`${what}: ${found}, should be ${wanted}`);
  };
  const count = async (address) => {
    await page.goto(disk + address);
    await page.waitForFunction(() => document.getElementById("count").textContent !== "");
    return page.locator("#count").textContent();
  };
  await page.goto(disk + "index.html");
  const said = SAID[await page.locator("html").getAttribute("lang")];
  same("what is found", await count("search.html?q=export"), said.searched);
  same("a misspelled word", await count("search.html?q=exprot"), said.misspelled);
  await count("search.html?q=zzzz");
  same("nothing", await page.locator("#found").innerText(), said.nothing);
  const quotes = await count("voices.html?disposition=changed");
  if (!said.quotes.test(quotes)) fail(`the count of quotes: ${quotes}`);
  const marks = await page.locator(".said blockquote p").first().evaluate((text) => getComputedStyle(text).quotes);
  if (marks !== "auto" && !said.marks.every((mark) => marks.includes(mark))) fail(`the quotation marks are ${marks}`);

  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    for (const name of PAGES) {
      await page.goto(`${disk}${name}.html`);
      const beside = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (beside > 0) fail(`${name}.html is ${beside} px too wide at ${width} px`);
    }
  }
}
