// Chromium as the tests use it: Debian's, driven by playwright-core, with nothing that reaches out by itself.
import { chromium } from "playwright-core";

/** Starts the Chromium at this path. It finds no host but this one. */
export function start(program) {
  return chromium.launch({
    executablePath: program,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    ],
  });
}
