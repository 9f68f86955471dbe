// What axe finds: WCAG 2.0 to 2.2, A and AA, and its best practices, in light and dark.
import { createRequire } from "node:module";
import { views } from "./folder.mjs";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

export async function check({ browser, folder, disk, fail }) {
  const source = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
  for (const colorScheme of ["light", "dark"]) {
    const context = await browser.newContext({ colorScheme, viewport: { width: 1200, height: 900 } });
    await context.addInitScript({ path: source });
    const page = await context.newPage();
    for (const name of views(folder)) {
      await page.goto(disk + name);
      if (name.includes("?")) await page.locator(".empty:visible").first().waitFor();
      const { passes, violations } = await page.evaluate(
        (values) => window.axe.run({ runOnly: { type: "tag", values }, resultTypes: ["violations"], preload: false }),
        TAGS,
      );
      // That it looked at something at all.
      if (passes.length < 10) fail(`${name}: axe has looked at next to nothing`);
      for (const { id, help, nodes } of violations) {
        const where = nodes.slice(0, 3).map((node) => `${node.target} ${node.failureSummary?.split("\n")[1]?.trim() ?? ""}`);
        fail(`${name} in the ${colorScheme}: ${id}: ${help}: ${nodes.length} times, ${where.join("; ")}`);
      }
    }
    await context.close();
  }
}
