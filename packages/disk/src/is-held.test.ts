import { expect, test } from "vitest";
import { isHeld } from "./is-held.ts";

test("a file is held where the system says so of it alone", () => {
  const failure = (code: string) => Object.assign(new Error(code), { code });
  for (const platform of ["linux", "darwin", "win32"] as const) {
    expect(isHeld(failure("EBUSY"), platform)).toBe(true);
    expect(isHeld(failure("EPERM"), platform)).toBe(true);
    expect(isHeld(failure("EROFS"), platform)).toBe(false);
    expect(isHeld(failure("EACCES"), platform)).toBe(platform === "win32");
  }
});
