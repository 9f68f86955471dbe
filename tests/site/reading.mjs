// A long decision: its contents, the links of its headings, pictures, what is wide, and what HTML is left open.
export async function check({ browser, disk, http, fail }) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const name = "decisions/0001-long.html";
  const is = (what, holds) => {
    if (!holds) fail(what);
  };
  for (const base of [disk, http]) {
    await page.goto(base + name);
    await page.locator(".text img").first().scrollIntoViewIfNeeded();
    await page.waitForFunction(() => document.querySelector(".text img").complete);
    const loaded = await page.evaluate(() => [...document.querySelectorAll(".text img")].map((image) => [image.alt, image.naturalWidth]));
    is(`the picture is not loaded: ${JSON.stringify(loaded)}`, loaded.length === 2 && loaded.every(([, width]) => width > 0));
  }

  // Beside the text on a desk; above it and closed on a phone.
  const list = page.getByRole("navigation", { name: "Contents" });
  is("there are no contents beside the text", (await list.getByRole("link").allInnerTexts()).join() === "Context,Load,Options,Consultation");
  is("the contents are twice on a desk", !(await page.locator("details.contents").isVisible()));
  await list.getByRole("link", { name: "Load" }).click();
  const top = await page.locator("#h-load").evaluate((heading) => heading.getBoundingClientRect().top);
  is(`the contents lead to ${top} px`, top > -1 && top < 200);
  await page.setViewportSize({ width: 390, height: 800 });
  is("the contents are beside the text on a phone", !(await list.isVisible()));
  is("the contents are open on a phone", !(await page.locator("details.contents li").first().isVisible()));
  await page.locator("details.contents summary").click();
  is("the contents do not open", await page.locator("details.contents li").first().isVisible());

  // The link of a heading shows up with the pointer or the focus.
  await page.setViewportSize({ width: 1440, height: 900 });
  const link = page.locator("#h-options").getByRole("link", { name: "Link to this section" });
  const opacity = () => link.evaluate((element) => Number(getComputedStyle(element).opacity));
  await page.mouse.move(0, 0);
  is("the link of a heading is always there", (await opacity()) === 0);
  await link.focus();
  is("the link of a heading has no look with the focus", (await opacity()) === 1 || (await page.evaluate(() => !document.activeElement.matches(":focus-visible"))));
  await page.locator("#h-options").hover();
  is("the link of a heading has no look with the pointer", (await opacity()) === 1);

  // What is wide has more room than a line, and scrolls in its own box.
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 800 });
    const boxes = await page.evaluate(() => {
      const line = document.querySelector(".text > p").getBoundingClientRect().width;
      return [...document.querySelectorAll(".text > .scroll, .text > pre")].map((box) => ({
        html: box.outerHTML.slice(0, 60),
        label: box.getAttribute("aria-label"),
        scrolls: box.scrollWidth > box.clientWidth,
        room: box.getBoundingClientRect().width - line,
        inside: box.getBoundingClientRect().right <= document.documentElement.clientWidth,
      }));
    });
    is(`there are ${boxes.length} wide boxes`, boxes.length === 3);
    for (const box of boxes) {
      is(`${box.html} does not scroll at ${width} px`, box.scrolls && box.inside && box.label);
      is(`${box.html} has no more room than a line at ${width} px`, width < 1000 || box.room > 50);
    }
    const sideways = await page.evaluate(() => document.scrollingElement.scrollWidth > window.innerWidth);
    is(`the page scrolls sideways at ${width} px`, !sideways);
  }

  // On paper everything is there.
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 700, height: 1000 });
  const printed = await page.evaluate(() => {
    const cut = [...document.querySelectorAll(".text *")].filter((element) => element.getBoundingClientRect().right > window.innerWidth + 1);
    return {
      cut: cut.map((element) => element.outerHTML.slice(0, 80)),
      folded: document.querySelector(".text details p").getBoundingClientRect().height,
      contents: [...document.querySelectorAll(".contents, .here")].filter((element) => element.checkVisibility()).length,
    };
  });
  is(`paper cuts off ${printed.cut}`, printed.cut.length === 0);
  is("paper does not show what is folded", printed.folded > 0);
  is("paper has contents without page numbers", printed.contents === 0);
  await page.emulateMedia({ media: "screen" });

  // What the record leaves open does not swallow the page around it.
  const around = await page.evaluate(() => {
    const footer = document.querySelector("footer.bottom");
    return [footer.parentElement === document.body, document.querySelectorAll("main").length, document.querySelector("main .text").parentElement.tagName].join();
  });
  is(`the page has lost its shape: ${around}`, around === "true,1,ARTICLE");
  const back = page.getByRole("link", { name: "Back to the text" });
  await back.click();
  is("a footnote does not lead back", page.url().endsWith("#note-1-ref"));
}
