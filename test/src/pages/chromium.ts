import { existsSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright-core";

/** A Chromium of this machine: by CHROME_PATH, or where Debian and others put it; undefined where there is none. */
export const CHROME: string | undefined = [
  process.env["CHROME_PATH"],
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
].find((path) => path && existsSync(path));

/** A page of a browser, with what went wrong in it and what it asked for. */
export interface Watched {
  readonly page: Page;
  /** Errors of the page and of its console, and refusals of its policy. */
  readonly faults: string[];
  /** What was asked for over a network. */
  readonly requests: string[];
}

export function openChromium(): Promise<Browser> {
  // As root, as in a container, Chromium runs without its sandbox only; the pages are our own.
  return chromium.launch({ executablePath: CHROME as string, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
}

/** A new page, watched. */
export async function watchedPage(
  browser: Browser,
  options: { readonly javaScriptEnabled?: boolean } = {},
): Promise<Watched> {
  const context = await browser.newContext({ viewport: { width: 400, height: 800 }, ...options });
  const page = await context.newPage();
  const faults: string[] = [];
  const requests: string[] = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("dialog", (dialog) => {
    faults.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(message.text());
  });
  page.on("request", (request) => {
    if (!/^(?:file|data):/.test(request.url())) requests.push(request.url());
  });
  return { page, faults, requests };
}
