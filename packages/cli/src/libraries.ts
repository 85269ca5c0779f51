declare const FACTORIO_LOCK_LIBRARIES: string | undefined;

/** The libraries that the executable holds copies of, as `NAME VERSION`; none outside of a bundle. */
export const LIBRARIES: readonly string[] =
  typeof FACTORIO_LOCK_LIBRARIES === "string" ? FACTORIO_LOCK_LIBRARIES.split("\n") : [];
