import { describe, expect, test } from "vitest";
import { isSignIn, mayFollow, withoutCredentials } from "./redirect.ts";

const OFFICIAL = "https://mods.factorio.com";

test.each([
  [OFFICIAL, "https://mods.factorio.com/elsewhere", true],
  [OFFICIAL, "https://dl-mod.factorio.com/files/89/c9?secure=x,1", true],
  [OFFICIAL, "http://dl-mod.factorio.com/files/89/c9", false],
  [OFFICIAL, "http://mods.factorio.com/elsewhere", false],
  [OFFICIAL, "https://mods.factorio.com:444/", false],
  [OFFICIAL, "https://dl-mod.factorio.com:444/", false],
  [OFFICIAL, "https://mods.factorio.com.example/", false],
  [OFFICIAL, "https://mods.factorio.com@example.org/", false],
  [OFFICIAL, "https://evil.dl-mod.factorio.com/", false],
  [OFFICIAL, "http://127.0.0.1:80/", false],
  [OFFICIAL, "http://localhost/", false],
  [OFFICIAL, "ftp://mods.factorio.com/", false],
  [OFFICIAL, "data:text/plain,x", false],
  ["http://127.0.0.1:8080", "http://127.0.0.1:9090/files/x", true],
  ["http://127.0.0.1:8080", "http://[::1]:9090/files/x", true],
  ["http://localhost:8080", "https://localhost/", true],
  ["http://127.0.0.1:8080", "http://127.0.0.1.example/", false],
  ["http://127.0.0.1:8080", "http://192.168.1.2/", false],
  ["http://127.0.0.1:8080", "https://dl-mod.factorio.com/x", true],
  ["http://mirror.example:8080", "http://mirror.example:8080/x", true],
  ["http://mirror.example:8080", "http://127.0.0.1/x", false],
])("from %s to %s: %s", (portal, target, expected) => {
  expect(mayFollow(new URL(portal), new URL(target))).toBe(expected);
});

describe("the sign-in page", () => {
  test.each([
    ["https://mods.factorio.com/login?next=/download/a/b", true],
    ["https://factorio.com/login/", true],
    ["https://mods.factorio.com/download/login/5ede2462a9868c000d81477f", false],
    ["https://mods.factorio.com/mods/login-helper", false],
    ["https://mods.factorio.com/api/mods/login/", false],
  ])("%s: %s", (target, expected) => {
    expect(isSignIn(new URL(target))).toBe(expected);
  });
});

test("credentials stay on the portal's own origin", () => {
  const portal = new URL(OFFICIAL);
  expect(withoutCredentials(portal, new URL("https://mods.factorio.com/a?username=u&token=t")).search).toBe(
    "?username=u&token=t",
  );
  expect(
    withoutCredentials(portal, new URL("https://u:p@dl-mod.factorio.com/a?username=u&token=t&secure=s,1#x")).href,
  ).toBe("https://dl-mod.factorio.com/a?secure=s%2C1");
  // A signature is only right as it was written.
  expect(withoutCredentials(portal, new URL("https://dl-mod.factorio.com/a?secure=s,1")).href).toBe(
    "https://dl-mod.factorio.com/a?secure=s,1",
  );
});
