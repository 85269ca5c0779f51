import { inspect } from "node:util";
import { expect, test } from "vitest";
import { createRedactor } from "./redactor.ts";
import { Token } from "./token.ts";

const VALUE = "c4nary+/t0ken&x";

test("a redactor hides the tokens that it was given, and what addresses carry", () => {
  const redactor = createRedactor();
  expect(redactor.redact(`${VALUE} https://host/?token=zzz`)).toBe(`${VALUE} https://host/?token=[hidden]`);
  redactor.hide(new Token(VALUE));
  redactor.hide(new Token("another one"));
  expect(redactor.redact(`${VALUE} ${encodeURIComponent(VALUE)} another one`)).toBe("[token] [token] [token]");
});

test("what one redactor hides is no concern of another, and shows in none", () => {
  const [one, other] = [createRedactor(), createRedactor()];
  one.hide(new Token(VALUE));
  expect(other.redact(VALUE)).toBe(VALUE);
  expect(inspect(one, { depth: 9, showHidden: true }) + JSON.stringify(one)).not.toContain(VALUE);
});
