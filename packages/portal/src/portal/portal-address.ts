import { FactorioLockError } from "@factorio-lock/core";

/**
 * Parses a portal address given by the user. @throws `USAGE` if it is not an http(s) address, or contains a login or a
 * query.
 */
export function portalAddress(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const fault =
    !url || (url.protocol !== "https:" && url.protocol !== "http:")
      ? "is not an http or https address"
      : url.username !== "" || url.password !== ""
        ? "carries a login"
        : url.search !== "" || url.hash !== ""
          ? "carries more than a path"
          : undefined;
  if (url && fault === undefined) return url;
  const shown = url ? `${url.protocol}//${url.host}${url.pathname}` : text.slice(0, 200);
  throw new FactorioLockError("USAGE", `The portal address "${shown}" ${fault}.`, {
    hint: "a portal address looks like https://mods.factorio.com; `factorio-lock help credentials` says where credentials are looked for.",
  });
}
