import { expect, test } from "vitest";
import { readPicture, sourceOf } from "../../../testing/picture.ts";
import { FactorioLockError } from "../../error.ts";
import type { Requirement } from "../../manifest/manifest.ts";
import { ANY_RANGE } from "../../version/range.ts";
import type { ModInfoSource, ResolveRequest } from "../request/request.ts";
import { readyAgain } from "./ready-again.ts";

/** The picture's request with some mods left out for a while. */
function without(names: readonly string[], text: string): { request: ResolveRequest; source: ModInfoSource } {
  const picture = readPicture(text);
  const requirements = new Map<string, Requirement>(picture.request.requirements);
  for (const name of names) {
    requirements.set(name, { kind: "refused", remembered: { kind: "range", range: ANY_RANGE } });
  }
  return { request: { ...picture.request, requirements }, source: sourceOf(picture) };
}

test("what is left out for a while and would fit now; not what is kept out, has no release or does not go with the rest", async () => {
  const { request, source } = without(
    ["fits", "gone", "late", "quarrels"],
    "want lamp\nrefuse never\nlamp 1.0.0 :\nfits 1.0.0 :\nfits 2.0.0 :\nlate 1.0.0 (1.1) :\nquarrels 1.0.0 : ! lamp\nnever 1.0.0 :",
  );
  const found = await readyAgain(request, source);
  expect(found.map(({ name, version }) => `${name} ${version.text}`)).toEqual(["fits 2.0.0"]);
});

test("a portal that cannot be asked ends it", async () => {
  const { request } = without(["fits"], "want lamp\nlamp 1.0.0 :");
  const get = async () => {
    throw new FactorioLockError("OFFLINE", "no network");
  };
  await expect(readyAgain(request, { get })).rejects.toThrow("no network");
});
