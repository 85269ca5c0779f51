import { FactorioLockError } from "@factorio-lock/core";
import { isLoopback } from "../http/loopback.ts";

/** Whether others can read what is sent to an address: plain `http` to another machine. */
export function isReadable(url: URL): boolean {
  return url.protocol === "http:" && !isLoopback(url);
}

/** The error if credentials would have to be sent unencrypted. Source: docs/security.md, "Credentials". */
export function insecurePortal({ origin }: URL): FactorioLockError {
  return new FactorioLockError(
    "AUTH_REQUIRED",
    `${origin} is asked without encryption, so it gets no user name and token.`,
    {
      hint: "use its https address; if you trust everybody on the way, --insecure sends them anyway.",
    },
  );
}
