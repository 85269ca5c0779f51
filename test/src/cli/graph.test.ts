import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createSandbox, type Sandbox } from "./sandbox.ts";

let box: Sandbox;
beforeAll(async () => {
  box = await createSandbox();
  await box.write("mods.yaml", 'factorio: "2.0"\nmods:\n  tall-masts: "*"\n  old-clock: "*"\n  fog-lamps: "*"\n');
  const { code, stderr } = await box.spawn(["lock"]);
  expect(code, stderr).toBe(0);
});
afterAll(() => box.close());

/** The standard output of the executable, where all went well. */
async function drawn(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await box.spawn(["graph", ...args]);
  expect(code, stderr).toBe(0);
  return stdout;
}

describe("graph", () => {
  test("the ending of the file decides the format, and each format shows who needs whom", async () => {
    for (const name of ["mods.svg", "mods.html", "mods.mmd", "mods.dot", "mods.json"]) {
      expect(await drawn("--output", name)).toBe("");
    }
    const svg = await box.read("mods.svg");
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(svg).toContain("<title>tall-masts needs gear-lib &gt;= 1.0</title>");
    expect(svg).toContain("<title>old-clock needs gear-lib &lt; 2.0</title>");
    expect(svg).not.toContain("fog-lamps needs");
    const page = await box.read("mods.html");
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).toContain("default-src &#39;none&#39;; style-src &#39;sha256-");
    expect(page).not.toMatch(/<script|https?:|\sstyle=/);
    expect(await box.read("mods.mmd")).toContain('-->|"#60; 2.0"| ');
    expect(await box.read("mods.dot")).toContain('"old-clock" -> "gear-lib" [label="< 2.0", color=orange4];');
    expect(JSON.parse((await box.read("mods.json")) ?? "")).toMatchObject({
      families: [["gear-lib", "old-clock", "tall-masts"]],
      alone: ["fog-lamps"],
    });
  });

  test("the same modpack gives the same bytes", async () => {
    expect(await drawn()).toBe(await drawn("--format", "svg"));
  });

  test("one mod with what is near to it, and the load order", async () => {
    const near = JSON.parse(await drawn("old-clock", "--format", "json")) as { nodes: { name: string }[] };
    expect(near.nodes.map(({ name }) => name)).toEqual(["gear-lib", "old-clock"]);
    const order = JSON.parse(await drawn("--load-order", "--format", "json")) as { layers: string[][] };
    expect(order.layers).toEqual([["base"], ["fog-lamps", "gear-lib"], ["old-clock", "tall-masts"]]);
  });

  test("what holds what back", async () => {
    const { edges } = JSON.parse(await drawn("--held-back", "--format", "json")) as { edges: object[] };
    expect(edges).toMatchObject([{ from: "old-clock", to: "gear-lib", kind: "holds", label: "< 2.0" }]);
  });

  test("why not: the arrows from mods.yaml down to the mod of which too much is asked", async () => {
    const asked = JSON.parse(await drawn("--why-not", "gear-lib", "--format", "json")) as Record<string, object[]>;
    expect(asked["edges"]).toMatchObject([
      { from: "mods.yaml", to: "gear-lib", label: "2.0.0" },
      { from: "mods.yaml", to: "old-clock" },
      { from: "old-clock", to: "gear-lib", label: "< 2.0" },
    ]);
    expect(asked["nodes"]).toContainEqual(expect.objectContaining({ name: "gear-lib", mark: "conflict" }));
    expect(await drawn("--why-not", "rail-tunes", "--format", "mermaid")).toMatch(
      /\["(?:rail-tunes|elevated-rails)"\]:::conflict/,
    );
    expect(await drawn("--why-not", "wind-chimes")).toContain("Nothing stands in the way of wind-chimes: 2.4.6 fits.");
  });

  test("what cannot be drawn is said", async () => {
    const fails = async (...args: readonly string[]) => {
      const { code, stderr } = await box.run(["graph", ...args]);
      return [code, stderr];
    };
    expect(await fails("no-such-mod")).toEqual([3, expect.stringContaining("no-such-mod is not in mods.lock")]);
    expect(await fails("gear-lib", "--load-order")).toEqual([2, expect.stringContaining("pictures of their own")]);
    expect(await fails("--output", "mods.lock")).toEqual([2, expect.stringContaining("own")]);
    expect(await fails("--why-not", "gear-lob")).toEqual([3, expect.stringContaining("gear-lib")]);
  });
});
