// No page is wider than the window: neither on a small phone nor on a desk.
import { pages, views } from "./folder.mjs";

/** What makes a page wider than the window, if anything does. */
export async function wide(page) {
  return page.evaluate(() => {
    const root = document.scrollingElement;
    if (root.scrollWidth <= window.innerWidth) return null;
    const past = [...document.body.querySelectorAll("*")].filter(
      (element) => element.getBoundingClientRect().right > window.innerWidth + 1,
    );
    return `${root.scrollWidth} in ${window.innerWidth}, because of ${past.at(-1)?.outerHTML.slice(0, 100)}`;
  });
}

export async function check({ browser, folder, disk, fail }) {
  const page = await browser.newPage();
  for (const name of new Set([...pages(folder), ...views(folder)])) {
    await page.goto(disk + name);
    for (const width of [320, 600, 1200]) {
      await page.setViewportSize({ width, height: 640 });
      const found = await wide(page);
      if (found) fail(`${name} scrolls sideways at ${width} px: ${found}`);
    }
  }
}
