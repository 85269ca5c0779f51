import { PortalError } from "../error.ts";
import type { Questions } from "./questions.ts";

/** Whether a portal's address is a portal's at all. */
export interface KnownAddress {
  /** Takes note that something was there. */
  answered(): void;
  /**
   * Looks, at a first 404, whether the address has a list of mods: it may say that a mod is not there, or that nothing is.
   * A 404 in the API's own words needs no look, and a portal that does not answer is not judged.
   *
   * @param message the message of the 404
   * @throws `PORTAL_ERROR` if there is none
   */
  demand(message: string): Promise<void>;
}

/** The API's wording for a mod or release that does not exist. Source: domain.md 1.7. */
const OWN_WORDS = /^(?:mod|release) not found\b/i;

/** Nothing is asked before it has to be known, and nothing when it is. */
export function createKnownAddress(questions: Questions, base: URL): KnownAddress {
  let isKnown = false;
  let look: Promise<boolean> | undefined;

  async function hasList(): Promise<boolean> {
    const url = questions.address("/api/mods");
    url.search = "page_size=1";
    try {
      return (await questions.get(url, {})).status !== 404;
    } catch {
      return true;
    }
  }

  return {
    answered() {
      isKnown = true;
    },
    async demand(message) {
      isKnown ||= OWN_WORDS.test(message);
      if (isKnown) return;
      look ??= hasList().finally(() => {
        look = undefined;
      });
      if (!(await look)) throw noPortal(base);
      isKnown = true;
    },
  };
}

/** The error for an address below which nothing of a mod portal is. */
function noPortal(base: URL): PortalError {
  return new PortalError(
    "PORTAL_ERROR",
    `There is no mod portal at ${base.href.replace(/\/$/, "")}: it answers "not found" (404) to everything.`,
    {
      hint: "check the address of the portal (--portal or FACTORIO_LOCK_PORTAL), and the path in it.",
      isUnconnected: true,
    },
  );
}
