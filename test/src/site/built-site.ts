import { CHROME } from "../pages/chromium.ts";

/** The built site; undefined where this run is not to look at it. */
export const SITE: string | undefined = process.env["SITE"];

/** Why the built site cannot be looked at here; undefined where it can. */
export const UNSEEN: string | undefined =
  SITE === undefined
    ? "`npm run check:all` builds the site and looks at it"
    : CHROME
      ? undefined
      : "no Chromium (CHROME_PATH)";
