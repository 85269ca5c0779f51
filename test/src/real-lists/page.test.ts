import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Sandbox } from "../cli/sandbox.ts";
import { hasRealData, manifestOf, readRealLists } from "./real-list.ts";
import { createRealSandbox } from "./real-sandbox.ts";

const PAGE = new URL("../../../docs/when-mods-do-not-fit.md", import.meta.url);

/** The lists of the page, in its order. */
const LISTS = ["dev-034", "dev-035", "dev-040", "dev-058"];

describe.skipIf(!hasRealData)("the page of mods that do not fit", () => {
  let box: Sandbox;
  beforeAll(async () => {
    box = await createRealSandbox(2048);
  });
  afterAll(() => box.close());

  test("shows what is printed, and its commands help", { timeout: 120_000 }, async () => {
    const shown = [...(await readFile(PAGE, "utf8")).matchAll(/^After:\n\n```\n(.*?)```/gms)].map(([, text]) => text);
    expect(shown).toHaveLength(LISTS.length);
    for (const [at, id] of LISTS.entries()) {
      const list = readRealLists().find((one) => one.id === id);
      const text = list ? manifestOf(list) : "";
      await box.write(`${id}/mods.yaml`, text);
      const { code, stderr } = await box.run(["lock"], { cwd: id });
      // The page speaks of `install`; after `lock` the commands do not install either.
      expect([code, stderr.replaceAll(" --no-install", "")]).toEqual([3, shown[at]]);
      for (const [, command = ""] of stderr.matchAll(/^ {2}factorio-lock (.*)$/gm)) {
        await box.write(`${id}/mods.yaml`, text);
        const ran = await box.run(command.split(" "), { cwd: id });
        expect(ran.code, ran.stderr).toBe(0);
      }
    }
  });
});
