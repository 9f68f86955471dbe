// In the dark the paper is dark and the ink is light. What is written in other colours is left to axe.
import { kinds } from "./folder.mjs";

export async function check({ browser, folder, disk, fail }) {
  const light = {};
  for (const colorScheme of ["light", "dark"]) {
    const page = await browser.newPage({ colorScheme });
    for (const name of kinds(folder)) {
      await page.goto(disk + name);
      const [paper, ink] = await page.evaluate(() => {
        const bright = (colour) => colour.match(/[\d.]+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0);
        const style = getComputedStyle(document.documentElement);
        return [bright(style.backgroundColor), bright(getComputedStyle(document.querySelector("h1")).color)];
      });
      if (colorScheme === "light") light[name] = paper > ink;
      else if (!light[name] || paper >= ink) fail(`${name} looks the same in the light and in the dark`);
    }
    await page.context().close();
  }
}
