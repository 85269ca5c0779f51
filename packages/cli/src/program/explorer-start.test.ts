import { PassThrough } from "node:stream";
import { describe, expect, test } from "vitest";
import { awaitReader, explorerStart, type Start } from "./explorer-start.ts";

const SAVE = "C:\\Users\\me\\friday.zip";

function start(change: Partial<Start> = {}, platform: NodeJS.Platform = "win32", isTTY = true): Start {
  const stdin = Object.assign(new PassThrough(), { isTTY });
  return {
    args: [],
    host: { platform, stdin, stdout: { write: () => true, isTTY } },
    program: "C:\\pack\\factorio-lock.exe",
    parent: async () => "explorer.exe",
    isFile: (path) => path === SAVE,
    ...change,
  };
}

describe("a start from the Explorer", () => {
  test("by a double click is the program alone", async () => {
    expect(await explorerStart(start({ parent: async () => "Explorer.EXE" }))).toEqual({ args: [] });
  });

  test("with a file dropped on it is sync, in the program's folder", async () => {
    expect((await explorerStart(start({ args: [SAVE] })))?.args).toEqual(["sync", SAVE, "--cwd", "C:\\pack"]);
  });

  test.each([
    ["another platform", start({}, "linux")],
    ["no console", start({}, "win32", false)],
    ["another parent", start({ parent: async () => "cmd.exe" })],
    ["a parent that cannot be found", start({ parent: async () => undefined })],
    ["several arguments", start({ args: ["add", "lamp-posts"] })],
    ["a command", start({ args: ["list"] })],
    ["a path at which there is no file", start({ args: ["C:\\none.zip"] })],
  ])("is not meant by %s", async (_, other) => {
    expect(await explorerStart(other)).toBeUndefined();
  });

  test("the parent is not asked for where the arguments say enough", async () => {
    const parent = (): never => {
      throw new Error("asked");
    };
    expect(await explorerStart(start({ args: ["list"], parent }))).toBeUndefined();
    expect(await explorerStart(start({ parent }, "darwin"))).toBeUndefined();
  });
});

test.each(["\n", undefined])("the console stays open until Enter, or the end of input (%j)", async (input) => {
  const stdin = new PassThrough();
  const written: string[] = [];
  const waiting = awaitReader({ stdin, stderr: { write: (text) => written.push(text) } });
  let isOver = false;
  void waiting.then(() => {
    isOver = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(isOver).toBe(false);
  if (input === undefined) stdin.end();
  else stdin.write(input);
  await waiting;
  expect(written.join("")).toContain("Press Enter");
});
