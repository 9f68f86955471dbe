// The page of quotes: its filters hide what does not fit, count what is left, and are in the address.
import fs from "node:fs";
import path from "node:path";

export async function check({ browser, folder, disk, http, fail }) {
  if (!fs.readFileSync(path.join(folder, "voices.html"), "utf8").includes("data-disposition")) return;
  const isWhole = !fs.existsSync(path.join(folder, "voices.2.html"));
  const same = (what, found, wanted) => {
    if (JSON.stringify(found) !== JSON.stringify(wanted)) fail(`${what}: ${JSON.stringify(found)}, should be ${JSON.stringify(wanted)}`);
  };
  for (const base of [disk, http]) {
    const context = await browser.newContext({ viewport: { width: 1200, height: 900 } });
    const page = await context.newPage();
    await page.goto(base + "voices.html");
    const rows = () => page.locator(".voices li:visible").count();
    const query = () => new URL(page.url()).search;
    const all = await rows();
    const headings = () => page.locator(".voices h2:visible .number").allTextContents();
    const before = await headings();
    if (isWhole) same("the counts of the headings", before.reduce((sum, count) => sum + Number(count), 0), all);

    for (const name of ["disposition", "group", "person", "year"]) {
      const options = page.locator(`#${name} option`);
      if ((await page.locator("#" + name).count()) === 0) continue;
      const option = options.last();
      const value = await option.getAttribute("value");
      const [, number] = (await option.textContent()).match(/ \((\d+)\)$/) ?? [];
      await page.locator("#" + name).selectOption(value);
      same(`quotes by ${name}`, await rows(), Number(number));
      same(`the count by ${name}`, await page.locator("#count").textContent(), `${number} of ${all} quotes`);
      same(`the address by ${name}`, query(), `?${name}=${value}`);
      same(`the headings by ${name}`, (await headings()).reduce((sum, count) => sum + Number(count), 0), Number(number));
      await page.goto(base + "voices.html" + query());
      same(`a shared address by ${name}`, await rows(), Number(number));
      same(`the field of a shared address by ${name}`, await page.locator("#" + name).inputValue(), value);
      await page.locator(".clear").click();
      same("all again", [await rows(), query(), await headings()], [all, "", before]);
      await page.goBack();
      same(`back to ${name}`, await rows(), Number(number));
      await page.goto(base + "voices.html");
    }
    if (!isWhole) {
      const value = await page.locator("#person option").last().getAttribute("value");
      await page.locator("#person").selectOption(value);
      same("the link to everything a person said", await page.locator(".scope a").getAttribute("href"), `people/${value}.html`);
    }
    await page.goto(base + "voices.html?person=__proto__&year=1066");
    same("nothing fits", [await rows(), await page.locator("#count").textContent()], [0, `0 of ${all} quotes`]);

    // Each quote leads to itself on the page of its decision.
    await page.goto(base + "voices.html");
    const link = page.locator(".voices .about a").first();
    const words = (await page.locator(".voices blockquote").first().innerText()).slice(0, 40);
    await link.click();
    const shown = await page.locator(":target").innerText();
    if (!shown.includes(words)) fail(`the quote of ${page.url()} is not the one that was clicked`);
    await context.close();
  }
}
