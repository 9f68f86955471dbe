// What stands on a page, as a reader sees it.

/** The words of a text, small. */
export function words(text) {
  return text.toLowerCase().match(/[\p{L}\p{N}]{2,}/gu) ?? [];
}

/** The words of a part of a page that can be seen. */
export async function shown(page, part = "body") {
  return new Set(words(await page.locator(part).first().innerText()));
}
