// Every page opens from disk and under a path of a host, and every link of it leads somewhere.
import fs from "node:fs";
import path from "node:path";
import { files, pages } from "./folder.mjs";

export async function check({ browser, folder, disk, http, fail }) {
  const known = new Set(files(folder));
  for (const file of known) {
    if (file.split("/").some((part) => part.startsWith("_"))) fail(`${file}: hosts hide names that start so`);
  }
  for (const base of [disk, http]) {
    const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
    const ids = new Map();
    const links = [];
    for (const name of pages(folder)) {
      await page.goto(base + name);
      const found = await page.evaluate(() => ({
        title: document.title,
        headings: document.querySelectorAll("h1").length,
        base: document.querySelectorAll("base").length,
        // Not what a script or a handler in the markup could be.
        inline: [...document.querySelectorAll("script:not([src]), style, [style]")].map((element) => element.outerHTML),
        handlers: [...document.querySelectorAll("*")].flatMap((element) =>
          element.getAttributeNames().filter((name) => name.startsWith("on")),
        ),
        twice: [...document.querySelectorAll("[id]")].map(({ id }) => id).filter((id, at, all) => all.indexOf(id) !== at),
        ids: [...document.querySelectorAll("[id]")].map(({ id }) => id),
        links: [...document.querySelectorAll("[href], [src]")].map(
          (element) => element.getAttribute("href") ?? element.getAttribute("src"),
        ),
      }));
      if (!found.title) fail(`${name} has no title`);
      if (found.headings !== 1) fail(`${name} has ${found.headings} first headings`);
      if (found.base > 0) fail(`${name} has a base`);
      for (const inline of found.inline) fail(`${name} has ${inline.slice(0, 80)}`);
      for (const handler of found.handlers) fail(`${name} has a handler ${handler}`);
      for (const id of found.twice) fail(`${name} has the id ${id} twice`);
      ids.set(name, new Set(found.ids));
      links.push(...found.links.map((link) => [name, link]));
    }
    for (const [name, link] of links) {
      const address = new URL(link, base + name);
      const whole = address.href.split(/[?#]/)[0];
      if (!whole.startsWith(base)) {
        if (!["https:", "http:", "mailto:"].includes(address.protocol)) fail(`${name} links to ${link}`);
        // From here that would be another page of this host.
        if (!/^[a-z]+:/i.test(link)) fail(`${name} links out of the site: ${link}`);
        continue;
      }
      const target = decodeURIComponent(whole.slice(base.length));
      const fragment = decodeURIComponent(address.hash.slice(1));
      if (!known.has(target)) fail(`${name} links to ${link}, which is not there`);
      else if (fragment && target.endsWith(".html") && !ids.get(target).has(fragment)) {
        fail(`${name} links to ${link}, where nothing has that name`);
      }
    }
    await page.context().close();
  }
  if (!fs.existsSync(path.join(folder, ".nojekyll"))) fail("`.nojekyll` is missing");
}
