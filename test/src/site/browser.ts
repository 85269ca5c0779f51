import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** The built site; undefined where this run is not to look at it. */
export const SITE: string | undefined = process.env["SITE"];

/** A Chromium of this machine, by CHROME_PATH or where Debian and others put it. */
const CHROME: string | undefined = [
  process.env["CHROME_PATH"],
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
].find((path) => path && existsSync(path));

/** Why the built site cannot be looked at here; undefined where it can. */
export const UNSEEN: string | undefined =
  SITE === undefined
    ? "`npm run check:all` builds the site and looks at it"
    : CHROME
      ? undefined
      : "no Chromium (CHROME_PATH)";

export function openBrowser(): Promise<Browser> {
  // Chromium as root, as in a container, runs without its sandbox only; the pages are our own.
  return chromium.launch({ executablePath: CHROME as string, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
}
