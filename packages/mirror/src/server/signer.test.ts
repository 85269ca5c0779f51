import { expect, test } from "vitest";
import { createSigner } from "./signer.ts";

const SHA1 = "0123456789abcdef0123456789abcdef01234567";
const secureOf = (address: string): string => new URL(address, "http://x").searchParams.get("secure") ?? "";

test("a signed address holds for an hour, for its archive and this signer alone", () => {
  let now = 1_700_000_000_000;
  const signer = createSigner(() => now);
  const address = signer.address(SHA1);
  expect(address.startsWith(`/files/01/${SHA1.slice(2)}?secure=`)).toBe(true);
  const secure = secureOf(address);
  expect(signer.accepts(SHA1, secure)).toBe(true);
  expect(signer.accepts(SHA1.replace("0", "1"), secure)).toBe(false);
  expect(createSigner(() => now).accepts(SHA1, secure)).toBe(false);
  now += 3_599_000;
  expect(signer.accepts(SHA1, secure)).toBe(true);
  now += 2_000;
  expect(signer.accepts(SHA1, secure)).toBe(false);
});

test("the expiry is part of what is signed", () => {
  const signer = createSigner();
  const [signature, expiry] = secureOf(signer.address(SHA1)).split(",");
  expect(signer.accepts(SHA1, `${signature},${Number(expiry) + 1}`)).toBe(false);
});

test.each(["", ",", "x,1", `${"A".repeat(22)},`, `${"A".repeat(21)}é,9999999999`, `${"A".repeat(22)},9999999999`])(
  "%j is no signature",
  (secure) => {
    expect(createSigner().accepts(SHA1, secure)).toBe(false);
  },
);
