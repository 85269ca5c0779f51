import { expect, test } from "vitest";
import { readPicture } from "../../../testing/picture.ts";
import { applyChange } from "./change.ts";

const { request } = readPicture("want alpha 1.0.0\nrefuse beta\n");

test("changes change the manifest and nothing else", () => {
  expect(applyChange(request, { kind: "expansion" })).toEqual({ ...request, expansion: true });
  expect(applyChange(request, { kind: "factorio", text: "2.1" }).game.text).toBe("2.1");
  const wider = applyChange(request, { kind: "range", name: "beta", text: ">= 1.0" }).requirements.get("beta");
  expect(wider).toMatchObject({ kind: "range", range: { text: ">= 1.0" } });
  expect([...applyChange(request, { kind: "remove", names: ["alpha"] }).requirements.keys()]).toEqual(["beta"]);
  expect(applyChange(request, { kind: "newest", name: "beta" }).requirements.get("beta")).toMatchObject({
    kind: "range",
  });
  expect(applyChange(request, { kind: "refuse", name: "alpha" }).requirements.get("alpha")).toEqual({
    kind: "refused",
  });
  expect([...request.requirements.keys()]).toEqual(["alpha", "beta"]);
});

test("a mod that was disabled is enabled as the manifest remembers it", () => {
  const off = applyChange(request, { kind: "disable", names: ["alpha"] });
  expect(off.requirements.get("alpha")).toMatchObject({ kind: "refused", remembered: { range: { text: "1.0.0" } } });
  expect(applyChange(off, { kind: "enable", names: ["alpha", "beta"] })).toEqual(request);
  expect(applyChange(off, { kind: "disable", names: ["alpha"] })).toEqual(off);
});
