import { expect, test } from "vitest";
import { makeRelease } from "../../../testing/picture.ts";
import { listOf } from "../../text/list-of.ts";
import { makeNode, nodeFacts } from "../facts/mod-node.ts";
import { object, range, sentence, subject } from "./words.ts";

const versions = ["1.0", "1.1.0", "1.2.0", "2.0.00", "2.1.0", "3.0.0", "3.1.0", "4.0.0", "5.0.0", "6.0.0"];
const releases = versions.map((version) => makeRelease("beta", version, []));
const packed = releases.map(({ version }) => version.packed);
const known = { name: "beta", origin: "portal", packed, dependencies: [], unreadable: [], releases } as const;
const beta = makeNode(0, nodeFacts(known));

test("a range is the shortest among the releases that exist, in their authors' words", () => {
  expect(range(beta, [1, 10])).toBe("");
  expect(range(beta, [0, 10])).toBe("");
  expect(range(beta, [4, 4])).toBe("2.0.00");
  expect(range(beta, [4, 10])).toBe("2.0.00 or newer");
  expect(range(beta, [1, 3], "and")).toBe("1.2.0 and older");
  expect(range(beta, [2, 4])).toBe("1.1.0 to 2.0.00");
  expect(range(beta, [1, 2, 4, 4, 9, 10])).toBe("1.0 to 1.1.0, 2.0.00 or 5.0.0 to 6.0.0");
});

test("many stretches are counted", () => {
  expect(range(beta, [1, 1, 3, 3, 5, 5, 7, 7, 9, 9])).toBe("5.0.0, 3.1.0 or 2.1.0 or one of 2 others");
});

test("subjects and objects of sentences", () => {
  expect(subject(beta, [1, 10])).toEqual({ words: "every release of beta", plural: false });
  expect(subject(beta, [2, 2])).toEqual({ words: "beta 1.1.0", plural: false });
  expect(subject(beta, [2, 10])).toEqual({ words: "beta 1.1.0 and newer", plural: true });
  expect(object(beta, [1, 10])).toBe("beta");
  expect(object(beta, [2, 10])).toBe("beta 1.1.0 or newer");
  expect(subject({ ...beta, origin: "path" }, [1, 1]).words).toBe("your own beta");
});

test("lists and sentences", () => {
  expect(listOf([])).toBe("");
  expect(listOf(["a"])).toBe("a");
  expect(listOf(["a", "b", "c"], "or")).toBe("a, b or c");
  expect(sentence("every release of beta fits")).toBe("Every release of beta fits.");
  expect(sentence("beta 1.0 fits")).toBe("beta 1.0 fits.");
});
