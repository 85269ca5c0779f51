import { expect, test } from "vitest";
import { readPicture } from "../../../testing/picture.ts";
import { applyChange, changeCommand } from "./change.ts";

const { request } = readPicture("want alpha 1.0.0\nrefuse beta\n");

test("changes change the manifest and nothing else", () => {
  expect(applyChange(request, { kind: "expansion" })).toEqual({ ...request, expansion: true });
  expect(applyChange(request, { kind: "factorio", text: "2.1" }).game.text).toBe("2.1");
  const wider = applyChange(request, { kind: "range", name: "beta", text: ">= 1.0" }).requirements.get("beta");
  expect(wider).toMatchObject({ kind: "range", range: { text: ">= 1.0" } });
  expect([...applyChange(request, { kind: "remove", names: ["alpha"] }).requirements.keys()]).toEqual(["beta"]);
  expect([...request.requirements.keys()]).toEqual(["alpha", "beta"]);
});

test("commands are whole and quoted for every shell", () => {
  expect(changeCommand({ kind: "expansion" })).toBe("factorio-lock set expansion true");
  expect(changeCommand({ kind: "factorio", text: "2.0.28" })).toBe("factorio-lock set factorio 2.0.28");
  expect(changeCommand({ kind: "range", name: "a-b", text: ">= 1.0" })).toBe('factorio-lock add "a-b@>= 1.0"');
  expect(changeCommand({ kind: "range", name: "ab", text: "*" })).toBe('factorio-lock add "ab@*"');
  expect(changeCommand({ kind: "remove", names: ["Amber Mill", "b"] })).toBe('factorio-lock remove "Amber Mill" b');
});

test("a name that some shell could take for more is in no command", () => {
  for (const name of ["a$(b)", "a`b", 'a"b', "--all", "a;b", "a%PATH%", "é", "!a"]) {
    expect(changeCommand({ kind: "remove", names: [name] })).toBeUndefined();
  }
});
