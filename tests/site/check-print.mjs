// On paper: no navigation, all the words of the screen, nothing cut off, dark ink even when the screen is dark.
import { kinds } from "./folder.mjs";
import { shown, words } from "./words.mjs";

export async function check({ browser, folder, disk, fail }) {
  const page = await browser.newPage({ colorScheme: "dark", viewport: { width: 700, height: 1000 } });
  for (const name of kinds(folder)) {
    await page.emulateMedia({ media: "screen" });
    await page.goto(disk + name);
    // Navigation and forms stay behind.
    const screen = await page.evaluate(() => {
      return [...document.querySelector("main").children].filter((part) => !part.matches("nav, form, noscript")).map((part) => part.innerText).join("\n");
    });
    await page.emulateMedia({ media: "print" });
    const there = await shown(page, "main");
    // Paper has no list of contents, which is the only text that has this word.
    const missing = words(screen).filter((word) => !there.has(word) && word !== "contents");
    if (missing.length > 0) fail(`${name} does not print: ${[...new Set(missing)].slice(0, 20).join(" ")}`);
    const found = await page.evaluate(() => {
      const name = (element) => element.outerHTML.slice(0, 100);
      const all = [...document.body.querySelectorAll("*")].filter((element) => element.checkVisibility());
      const parts = (colour) => colour.match(/[\d.]+/g).map(Number);
      const bright = (colour) => Math.max(...parts(colour).slice(0, 3));
      return {
        paper: getComputedStyle(document.documentElement).backgroundColor,
        navigation: all.filter((element) => element.matches("nav, form, .skip, .contents, .here, .back")).map(name),
        cut: all
          .filter((element) => getComputedStyle(element).overflow !== "visible" && element.tagName !== "svg")
          .filter(({ scrollWidth, clientWidth, scrollHeight, clientHeight }) =>
            scrollWidth > clientWidth + 1 || scrollHeight > clientHeight + 1)
          .map(name),
        pale: all
          .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
          .filter((element) => !element.closest("svg") && bright(getComputedStyle(element).color) > 170)
          .map(name),
        sticks: all.filter((element) => ["fixed", "sticky"].includes(getComputedStyle(element).position)).map(name),
      };
    });
    if (found.paper !== "rgb(255, 255, 255)") fail(`${name} is printed on ${found.paper}`);
    for (const what of ["navigation", "cut", "pale", "sticks"]) {
      for (const html of found[what]) fail(`${name}, printed: ${what}: ${html}`);
    }
    const pdf = await page.pdf({ format: "A4" });
    if (!pdf.subarray(0, 5).equals(Buffer.from("%PDF-"))) fail(`${name} can't be printed`);
  }
}
