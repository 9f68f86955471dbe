// On a phone: what axe finds, targets of 24 px among it, and that no page is wider than the screen.
import { createRequire } from "node:module";
import { wide } from "./check-narrow.mjs";
import { kinds } from "./folder.mjs";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

export async function check({ browser, folder, disk, fail }) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  await context.addInitScript({ path: createRequire(import.meta.url).resolve("axe-core/axe.min.js") });
  const page = await context.newPage();
  for (const name of kinds(folder)) {
    await page.goto(disk + name);
    // What is far below is not laid out until it is near, and axe would take its places as they are.
    await page.evaluate(() => document.querySelectorAll(".part, .month").forEach((part) => (part.style.contentVisibility = "visible")));
    const { passes, violations } = await page.evaluate(
      (values) => window.axe.run({ runOnly: { type: "tag", values }, resultTypes: ["violations"], preload: false }),
      TAGS,
    );
    // That it looked at something at all.
    if (passes.length < 10) fail(`${name}: axe has looked at next to nothing`);
    for (const { id, help, nodes } of violations) {
      fail(`${name} on a phone: ${id}: ${help}: ${nodes.length} times, ${nodes.slice(0, 2).map((node) => node.html.slice(0, 200)).join("; ")}`);
    }
    const found = await wide(page);
    if (found) fail(`${name} scrolls sideways on a phone: ${found}`);
  }
}
