import { inspect } from "node:util";
import { expect, test } from "vitest";
import { PortalError } from "../error.ts";
import { holdsToken, redact, redactForeign, Token } from "./token.ts";

const VALUE = "c4nary+/t0ken&x";

test("a token shows in no way of printing", () => {
  const token = new Token(VALUE);
  const credentials = { username: "anna", token, source: "a test" };
  for (const text of [
    String(token),
    JSON.stringify(credentials),
    inspect(credentials, { depth: 9, showHidden: true }),
    inspect(new PortalError("PORTAL_ERROR", `x ${String(token)}`, { cause: credentials })),
    Object.values(token).join(),
  ]) {
    expect(text).not.toContain(VALUE);
  }
  expect(String(token)).toBe("[token]");
  expect(JSON.stringify({ token })).toBe('{"token":"[token]"}');
  expect(inspect(token)).toBe("[token]");
  expect(token.reveal()).toBe(VALUE);
});

test("redact hides the secrets, plain or as addresses write them", () => {
  const text = `${VALUE} ${encodeURIComponent(VALUE)} ${new URLSearchParams({ q: VALUE }).toString()}`;
  expect(redact(text, [VALUE])).toBe("[token] [token] q=[token]");
  // Nobody has to write it so, but who repeats what was asked may.
  expect(redact("c%34nary%2b%2Ft0ken&x %63%34%6e%61%72%79%2B/t0ken%26x", [VALUE])).toBe("[token] [token]");
});

test("redact hides what addresses carry", () => {
  expect(redact("GET https://mods.factorio.com/download/a/b?username=anna&token=zzz&page=1", [])).toBe(
    "GET https://mods.factorio.com/download/a/b?username=[hidden]&token=[hidden]&page=1",
  );
  expect(redact("https://dl-mod.factorio.com/files/89/c9?secure=abc,123", [])).toBe(
    "https://dl-mod.factorio.com/files/89/c9?secure=[hidden]",
  );
  expect(redact("proxy http://anna:pass@proxy.example:3128", [])).toBe("proxy http://[hidden]@proxy.example:3128");
});

test("redact and holdsToken know the secrets of one call, but none so short that it occurs in plain words", () => {
  const text = "https://host/a%2Fb-only%20here?x=a%2Fb-only+here";
  expect(redact(text, ["a/b-only here", "x"])).toBe("https://host/[token]?x=[token]");
  expect([holdsToken(text, ["a/b-only here"]), holdsToken(text, ["x"]), holdsToken(text, [])]).toEqual([
    true,
    false,
    false,
  ]);
});

test("text of the other side is dropped where it may repeat a secret that is too short to be replaced", () => {
  expect(redactForeign("The token aBc is not known.", ["aBc"])).toBe("");
  expect(redactForeign("The token is not known.", ["aBc", "", "long secret"])).toBe("The token is not known.");
  expect(redactForeign("The long secret is not known.", ["long secret"])).toBe("The [token] is not known.");
});

// Quadratic work takes minutes here, and outlasts the time that a test has.
test("redact is quick with long words", () => {
  const word = "w".repeat(400_000);
  expect(redact(word, [])).toBe(word);
  expect(redact(`${word}://anna:pass@host`, [])).toBe(`${word}://[hidden]@host`);
});
