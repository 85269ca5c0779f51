import { FactorioLockError } from "@factorio-lock/core";
import { isLoopback } from "../http/loopback.ts";

/** Whether what is sent to an address can be read on its way: plain `http` beyond this machine. */
export function isReadable(url: URL): boolean {
  return url.protocol === "http:" && !isLoopback(url);
}

/** The error where credentials would have to be sent so that others can read them. Source: contract section 5. */
export function insecurePortal({ origin }: URL): FactorioLockError {
  return new FactorioLockError(
    "AUTH_REQUIRED",
    `${origin} is asked without encryption, so it gets no user name and token.`,
    {
      hint: "use its https address; if you trust everybody on the way, --insecure sends them anyway.",
    },
  );
}
