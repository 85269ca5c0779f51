import { describe, expect, test } from "vitest";
import { node } from "../../../testing/nodes.ts";
import { readPicture } from "../../../testing/picture.ts";
import { decisionOrder, isNamedByUpdate, preferredLock, preferredState, requestedNames } from "./order.ts";
import type { ResolveRequest } from "./request.ts";

const picture = "want m\nwant Z\nwant a\nwant é\nrefuse b\nlock m 2.0.0\nlock free 1.0.0\nlock é 1.0.0\nlock b 1.0.0";
const { request } = readPicture(picture);
const updating = (update: ResolveRequest["update"] & {}): ResolveRequest => ({ ...request, update });

test("the manifest asks for what it does not refuse, in order of code units", () => {
  expect(requestedNames(request)).toEqual(["Z", "a", "m", "é"]);
});

describe("the mods that are decided first (R10, R11)", () => {
  test("those with a locked release, then the others, each in name order", () => {
    expect(decisionOrder(request)).toEqual(["m", "é", "Z", "a"]);
  });

  test("before them those that `update` names, once each, whether the manifest asks for them or not", () => {
    expect(decisionOrder(updating(["m", "free", "m"]))).toEqual(["free", "m", "é", "Z", "a"]);
  });

  test("by name alone where all are updated, or nothing is locked", () => {
    expect(decisionOrder(updating("all"))).toEqual(["Z", "a", "m", "é"]);
    const { locked, ...bare } = request;
    expect(locked?.size).toBe(4);
    expect(decisionOrder(bare)).toEqual(["Z", "a", "m", "é"]);
  });
});

test("an update of all mods names none, whatever a mod is called", () => {
  expect(isNamedByUpdate(updating(["all"]), "all")).toBe(true);
  expect(isNamedByUpdate(updating("all"), "all")).toBe(false);
  expect(isNamedByUpdate(request, "m")).toBe(false);
});

describe("the locked release", () => {
  test("is preferred until an update frees the mod", () => {
    expect(preferredLock(request, "free")?.version.text).toBe("1.0.0");
    expect(preferredLock(request, "a")).toBeUndefined();
    expect(preferredLock(updating("all"), "free")).toBeUndefined();
    expect(preferredLock(updating(["free"]), "free")).toBeUndefined();
    expect(preferredLock(updating(["m"]), "free")?.version.text).toBe("1.0.0");
  });

  test("is a state of the mod where it is a candidate", () => {
    expect(preferredState(request, node(0, "m", [], [], []))).toBe(2);
    expect(preferredState(request, node(0, "m", []))).toBe(-1);
    expect(preferredState(request, node(0, "a", []))).toBe(-1);
    expect(preferredState(updating(["m"]), node(0, "m", [], []))).toBe(-1);
  });
});
