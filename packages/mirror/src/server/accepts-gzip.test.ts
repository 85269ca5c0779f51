import { expect, test } from "vitest";
import { acceptsGzip } from "./accepts-gzip.ts";

test.each([
  ["gzip", true],
  ["deflate, gzip;q=1.0, *;q=0.5", true],
  ["br , GZip ; q=0.001", true],
  ["*", true],
  ["br;q=1, *;q=0.1", true],
  ["gzip;q=0", false],
  ["gzip ; q=0.000, br", false],
  ["gzip;q=0, *", false],
  ["*;q=0, gzip", true],
  ["identity, *;q=0", false],
  ["x-gzip-not", false],
  ["gzip;q=often", false],
  ["", false],
  [undefined, false],
])("%j: %s", (header, accepted) => {
  expect(acceptsGzip(header)).toBe(accepted);
});

// Quadratic work takes minutes here, and outlasts the time that a test has.
test.each([",", ";", " ", "gzip "])("a header of very many %j is read quickly", (part) => {
  expect(acceptsGzip(`gzip${part.repeat(600_000)};q=0,`)).toBeTypeOf("boolean");
});
