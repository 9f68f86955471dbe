// The filters and the search of the list page, in a browser, on the site of `tests/site/log`:
//   node tests/site/search.mjs SITE [BASE [HOSTILE]]
// from disk and at BASE, an address below which SITE is served; without it, or with `-`, it is served here, in a
// folder. HOSTILE is the site of a log that tries to break out. HEARD_BROWSER names the folder above the node modules,
// where they do not lie here, HEARD_CHROMIUM the browser. Ends with 1 and a line for each failure.
import fs from "node:fs";
import http from "node:http";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [site, givenBase, hostile] = process.argv.slice(2);
const modules = createRequire(process.env.HEARD_BROWSER ? path.resolve(process.env.HEARD_BROWSER, "x.js") : import.meta.url);
const { chromium } = modules("playwright-core");
const axe = fs.readFileSync(modules.resolve("axe-core/axe.min.js"), "utf8");
const failures = [];
let where = "";
const fail = (what) => failures.push(`${where}: ${what}`);
const same = (what, found, wanted) => {
  const [one, other] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (one !== other) fail(`${what}: ${one}, should be ${other}`);
};

const browser = await chromium.launch({ executablePath: process.env.HEARD_CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });

// A page on which every error, and every request to another place, is a failure.
async function opened(base, address, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options });
  const page = await context.newPage();
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && fail(`the console says ${message.text()}`));
  page.on("pageerror", (error) => fail(`error: ${error.message}`));
  page.on("dialog", (dialog) => (fail(`a script ran: ${dialog.message()}`), dialog.dismiss()));
  page.on("request", (request) => request.url().startsWith(base) || fail(`asked for ${request.url()}`));
  // What is given up since the next page is asked for is no failure.
  page.on("requestfailed", (request) => request.failure().errorText === "net::ERR_ABORTED" || fail(`could not load ${request.url()}`));
  await page.goto(base + address);
  return page;
}

const titles = (page) => page.locator("#found .title, #decisions:visible .title").allTextContents();
// Waits until the list shows these, and only then says that it does not.
async function shows(page, what, wanted, selector = "#found .title") {
  const read = (page) => page.locator(selector).allTextContents();
  for (let turn = 0; turn < 60; turn++) {
    if (JSON.stringify(await read(page)) === JSON.stringify(wanted)) return;
    await page.waitForTimeout(50);
  }
  same(what, await read(page), wanted);
}
const query = (page) => decodeURIComponent(new URL(page.url()).search);

const MAIL = "Send mail from one service";
const MEETING = "No meeting for small changes";
const ROTATION = "Page through the rotation";
const STORE = "Store exports for a year";
const WEEKS = "Page by fixed weeks";
const GIT = "Keep decisions in git";
const ALL = [MAIL, MEETING, ROTATION, STORE, WEEKS, GIT];

async function words(base) {
  const page = await opened(base, "index.html");
  same("the whole list", await titles(page), ALL);
  same("links to parts of the log", await page.locator(".choices").isVisible(), false);
  const before = await page.evaluate(() => history.length);
  await page.locator("#q").pressSequentially("EXPÓRT");
  await shows(page, "found", [STORE, ROTATION]);
  await shows(page, "marked", ["exports", "export", "Exports", "export", "export"], "#found .row:first-child mark");
  await shows(page, "said", ["Ines Roy"], "#found .row:last-child .voice a");
  same("how many", await page.locator("#count").textContent(), "2 of 6 decisions");
  same("the address", query(page), "?q=EXPÓRT");
  same("typing goes back in no steps", await page.evaluate(() => history.length), before);
  await page.locator("#found .row:last-child .voice a").click();
  await page.waitForURL(/0004-page-through-the-rotation\.html#said-ines-roy-2026-02-12$/);
  same("the words are there", await page.locator("#said-ines-roy-2026-02-12 blockquote").textContent().then((text) => text.includes("export stalls")), true);
  await page.goBack();
  await shows(page, "back from a decision", [STORE, ROTATION]);
  await page.locator("#q").fill("page friday");
  await shows(page, "both words", [ROTATION]);
  await page.locator("#q").fill("night");
  await page.locator("#tag").selectOption("storage");
  await shows(page, "nothing", [], "#found .row");
  same("it says so", await page.locator("#found").innerText(), "No decisions match. Show all decisions");
  await page.locator("#found button").click();
  await shows(page, "all again", ALL, "#decisions:visible .title");
  same("the address", query(page), "");
  await page.context().close();
}

async function filters(base) {
  const page = await opened(base, "index.html");
  for (const [asked, wanted] of [
    ["status=superseded", [WEEKS]],
    ["tag=on-call", [ROTATION, WEEKS]],
    ["person=lee-chen", [MAIL, ROTATION]],
    ["path=infra/paging/rota/x.yml", [ROTATION, WEEKS]],
    ["path=infra", [MEETING, ROTATION, STORE, WEEKS]],
    ["path=./infra/storage/main.tf", [STORE]],
    ["path=infra/storage/deep/main.tf", []],
    ["said-by=pete-osei", [ROTATION]],
    ["said-by=pete-osei&q=export", []],
    ["said-by=*&q=export", [ROTATION, STORE]],
    ["q=export&status=accepted&tag=storage&person=ines-roy&path=src/export/x.rs&said-by=ines-roy", [STORE]],
    ["tag=__proto__", []],
    ["person=constructor&said-by=toString", []],
    ["status=accepted&status=proposed", [ROTATION, STORE, GIT]],
  ]) {
    await page.goto(base + "index.html?" + asked);
    await page.waitForFunction(() => document.getElementById("count").textContent !== "");
    await shows(page, asked, wanted);
    const value = (name) => page.locator("#" + name).inputValue();
    for (const [name, wanted] of new Map([...new URLSearchParams(asked)].reverse())) same(`${asked}, ${name}`, await value(name), wanted);
  }
  await page.context().close();
}

async function queries(base) {
  const page = await opened(base, "index.html");
  const count = page.locator("#count");
  for (const [typed, wanted, words] of [
    ['"export stalls"', [ROTATION], "1 of 6 decisions"],
    ['"stalls export"', [], "0 of 6 decisions"],
    ["export -stalls", [STORE], "1 of 6 decisions"],
    ["exprot", [STORE, ROTATION], "Nothing contains “exprot”. Showing export, exports. 2 of 6 decisions"],
    ["0002", [WEEKS], "1 of 6 decisions"],
    ["#4", [ROTATION, STORE], "2 of 6 decisions"],
  ]) {
    for (const at of ["search.html?q=", "index.html?q="]) {
      await page.goto(base + at + encodeURIComponent(typed));
      await page.waitForFunction(() => document.getElementById("count").textContent !== "");
      await shows(page, typed, wanted);
      same(`how many for ${typed}`, await count.textContent(), words);
    }
  }
  await page.context().close();
}

// Every page leads to the results, and a short address to its page.
async function everywhere(base) {
  const page = await opened(base, "d/0002.html");
  await page.waitForURL(/decisions\/0002-page-by-fixed-week\.html$/);
  for (const at of ["decisions/0002-page-by-fixed-week.html", "people.html", "tags/on-call.html"]) {
    await page.goto(base + at);
    await page.keyboard.press("/");
    await page.keyboard.type("export -stalls");
    await page.keyboard.press("Enter");
    await page.waitForURL(/search\.html\?q=export\+-stalls$/);
    await shows(page, `from ${at}`, [STORE]);
    same("the words are in the field", await page.locator("#q").inputValue(), "export -stalls");
  }
  await page.locator(".clear").click();
  await page.waitForURL(/index\.html$/);
  await shows(page, "all", ALL, "#decisions:visible .title");
  await page.context().close();
}

async function history(base) {
  const page = await opened(base, "index.html");
  await page.locator("#status").selectOption("accepted");
  await shows(page, "accepted", [ROTATION, STORE, GIT]);
  await page.locator("#person").selectOption("ines-roy");
  await shows(page, "and Ines", [ROTATION, STORE]);
  same("the address", query(page), "?status=accepted&person=ines-roy");
  await page.goBack();
  await shows(page, "back", [ROTATION, STORE, GIT]);
  same("the field", await page.locator("#person").inputValue(), "");
  await page.goBack();
  await shows(page, "back to all", ALL, "#decisions:visible .title");
  await page.goForward();
  await shows(page, "forth", [ROTATION, STORE, GIT]);
  await page.context().close();
}

async function keyboard(base) {
  const page = await opened(base, "index.html");
  const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.textContent);
  await page.keyboard.press("/");
  same("the slash leads to the search", await focused(), "q");
  await page.keyboard.type("a/");
  same("a slash is typed", await page.locator("#q").inputValue(), "a/");
  await page.keyboard.press("Escape");
  same("Escape clears", [await page.locator("#q").inputValue(), query(page)], ["", ""]);
  await page.keyboard.type("export");
  await shows(page, "typed", [STORE, ROTATION]);
  const met = [];
  for (let steps = 0; steps < 8; steps++) {
    await page.keyboard.press("Tab");
    met.push(await focused());
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
    if (outline === "none") fail(`nothing shows that ${met.at(-1)} has the focus`);
  }
  same("the way of the focus", met, ["said-by", "status", "tag", "person", "path", "Clear", STORE, "storage"]);
  await page.keyboard.press("Escape");
  await shows(page, "all again", ALL, "#decisions:visible .title");
  same("the focus is kept", await focused(), "q");
  await page.context().close();
}

async function plain(base) {
  const page = await opened(base, "index.html?q=export", { javaScriptEnabled: false });
  same("filters without scripts", await page.locator(".filters").isVisible(), false);
  same("links without scripts", await page.locator(".choices").isVisible(), true);
  same("rows without scripts", await page.locator("#decisions .row:visible").count(), 6);
  await page.goto(base + "search.html?q=export");
  same("search without scripts", await page.locator("main").innerText(), "Search\n\nSearch needs JavaScript. All decisions");
  await page.context().close();
}

async function access(base) {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  for (const colorScheme of ["light", "dark"]) {
    const page = await opened(base, "index.html", { colorScheme });
    for (const asked of ["index.html", "search.html", "search.html?q=exprot", "index.html?said-by=ines-roy", "search.html?tag=cost&status=proposed"]) {
      await page.goto(base + asked);
      if (asked.includes("?")) await page.waitForSelector("#found .hits, #found .empty");
      await page.evaluate(axe);
      const { violations } = await page.evaluate((values) => window.axe.run({ runOnly: { type: "tag", values }, preload: false }), tags);
      for (const { id, nodes } of violations) fail(`${asked} in ${colorScheme}: axe says ${id} at ${nodes[0].html}`);
    }
    await page.context().close();
  }
}

async function narrow(base) {
  const page = await opened(base, "index.html?q=export", { viewport: { width: 320, height: 700 } });
  await page.waitForSelector("#found .hits");
  same("as wide as the window", await page.evaluate(() => document.documentElement.scrollWidth), 320);
  await page.context().close();
}

// Whatever is in a log, a page is a page.
async function broken(base) {
  const page = await opened(base, "index.html");
  const values = (name) => page.locator(`#${name} option`).evaluateAll((options) => options.map((option) => option.value));
  for (const word of ["script", "__proto__ constructor", "alert", "w", "\u202e", "<img onerror=x>", "a".repeat(1000)]) {
    await page.locator("#q").fill(word);
    await page.waitForTimeout(150);
    await page.locator("#q").fill("");
  }
  for (const name of ["status", "tag", "person", "said-by"]) {
    if ((await page.locator("#" + name).count()) === 0) continue;
    for (const value of (await values(name)).slice(0, 12)) {
      await page.locator("#" + name).selectOption(value);
      await page.waitForTimeout(50);
    }
    await page.locator("#" + name).selectOption("");
  }
  if ((await page.locator("#path").count()) > 0) await page.locator("#path").fill("{a,[".repeat(200));
  same("as wide as the window", await page.evaluate(() => document.documentElement.scrollWidth), 1200);
  same("elements of the log", await page.locator("main :is(script:not([src]), iframe, img, [onerror], [onclick], [style])").count(), 0);
  await page.context().close();
}

// The site in a folder of a host.
async function served() {
  const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css" };
  const server = http.createServer((request, response) => {
    const name = decodeURIComponent(new URL(request.url, "http://x").pathname).replace(/^\/team\/log\//, "");
    const file = path.join(site, path.normalize("/" + name));
    if (name === "favicon.ico" || !fs.existsSync(file)) return response.writeHead(name.endsWith("favicon.ico") ? 204 : 404).end();
    response.writeHead(200, { "content-type": types[path.extname(file)] ?? "text/plain" }).end(fs.readFileSync(file));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return [server, `http://127.0.0.1:${server.address().port}/team/log/`];
}

const disk = pathToFileURL(path.resolve(site)) + "/";
const [server, ownBase] = givenBase && givenBase !== "-" ? [null, givenBase] : await served();
try {
  for (const base of [disk, ownBase]) {
    for (const test of [words, queries, everywhere, filters, history, keyboard, plain, access, narrow]) {
      where = `${test.name} at ${base}`;
      await test(base).catch((error) => fail(error.message));
      if (base !== disk && test === history) break;
    }
  }
  if (hostile) {
    where = "a hostile log";
    await broken(pathToFileURL(path.resolve(hostile)) + "/").catch((error) => fail(error.message));
  }
} finally {
  await browser.close();
  server?.close();
}
for (const failure of failures) console.error(failure);
process.exitCode = failures.length > 0 ? 1 : 0;
