// With the keyboard alone: Tab reaches every link and control in its order, and one sees where one is.
import { kinds } from "./folder.mjs";

export async function check({ browser, folder, disk, fail }) {
  const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
  for (const name of kinds(folder)) {
    await page.goto(disk + name);
    const wanted = await page.evaluate(() => {
      const all = document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']");
      // The choices of a radio group are reached with the arrows.
      window.wanted = [...all].filter((element) => element.checkVisibility() && !element.disabled && element.type !== "radio");
      // What a shape in a picture shows of the focus is a thicker line.
      window.line = (element) => {
        const shapes = [...element.querySelectorAll("rect, circle, path")];
        return Math.max(0, ...shapes.map((shape) => parseFloat(getComputedStyle(shape).strokeWidth)));
      };
      window.lines = window.wanted.map(window.line);
      return window.wanted.map((element) => element.outerHTML.slice(0, 100));
    });
    const reached = [];
    for (let steps = 0; steps < wanted.length * 2 + 20; steps++) {
      await page.keyboard.press("Tab");
      const stop = await page.evaluate(() => {
        const element = document.activeElement;
        if (element === document.body || element === null) return null;
        const style = getComputedStyle(element);
        const at = window.wanted.indexOf(element);
        const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
        const rings = outlined || (element.closest("svg") !== null && window.line(element) > window.lines[at]);
        // An inline link may be broken into lines.
        const box = element.getClientRects()[0] ?? element.getBoundingClientRect();
        const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        const seen = top !== null && (element.contains(top) || top.contains(element));
        return { at, html: element.outerHTML.slice(0, 100), rings, seen };
      });
      // Past the end there is the window itself, or the start again.
      if (stop === null || (stop.at === 0 && reached.length > 0)) break;
      // A part that scrolls takes the focus as well, so that the arrows move it.
      if (stop.at >= 0) reached.push(stop.at);
      if (!stop.rings) fail(`${name}: the focus can't be seen on ${stop.html}`);
      if (!stop.seen) fail(`${name}: the focus goes where one can't see it: ${stop.html}`);
    }
    const order = reached.findIndex((at, step) => at !== step);
    if (order >= 0) fail(`${name}: Tab goes to ${wanted[reached[order]]} before ${wanted[order]}`);
    else if (reached.length < wanted.length) fail(`${name}: Tab never reaches ${wanted[reached.length]}`);

    await page.goto(disk + name);
    await page.keyboard.press("Tab");
    const first = await page.evaluate(() => document.activeElement.className);
    if (first !== "skip") fail(`${name}: the first stop is not the link to the content`);
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    const inside = await page.evaluate(() => {
      const main = document.getElementById("main");
      const links = [...main.querySelectorAll("a[href]")].some((link) => link.checkVisibility());
      return !links || main.contains(document.activeElement);
    });
    if (!inside) fail(`${name}: the link to the content does not lead there`);
  }
}
