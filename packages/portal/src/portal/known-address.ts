import { PortalError } from "../error.ts";
import type { Questions } from "./questions.ts";

/** Determines whether there is a portal at an address. */
export interface KnownAddress {
  /** Records a successful answer. */
  answered(): void;
  /**
   * Called on a 404, which may mean that a mod does not exist, or that there is no portal. Checks once whether the
   * address has a list of mods. The check is skipped if the 404 has the API's own wording; if it fails otherwise, the
   * address counts as a portal.
   *
   * @param message the message of the 404
   * @throws `PORTAL_ERROR` if there is no portal
   */
  assertPortal(message: string): Promise<void>;
}

/** The API's wording for a mod or release that does not exist. Source: docs/factorio.md, 1.7. */
const OWN_WORDS = /^(?:mod|release) not found\b/i;

/** Creates a `KnownAddress` for a portal. It sends a request only when needed. */
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
    async assertPortal(message) {
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

/** The error for an address without a mod portal. */
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
