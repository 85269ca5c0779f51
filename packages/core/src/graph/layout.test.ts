import { expect, test } from "vitest";
import { lockfile } from "../../testing/documents.ts";
import { layOut } from "./layout.ts";
import { lockGraph } from "./lock-graph.ts";

test("every edge is within the picture, one that runs around the outermost box, too", async () => {
  const between = Array.from({ length: 12 }, (_, at) => `m${at + 10}`);
  const mods = Object.fromEntries(between.map((name) => [name, ["1.0.0", "zlib"] as [string, ...string[]]]));
  const lock = lockfile({
    asks: '  aa: "*"\n',
    mods: { aa: ["1.0.0", "m10", "m21", "zlib"], ...mods, zlib: ["1.0.0"] },
  });
  const graph = lockGraph(lock);
  for (const family of graph.families) {
    const { width, height, edges, nodes } = await layOut(graph, family);
    const points = edges.flatMap(({ points: all }) => all);
    expect(points.filter(({ x, y }) => x < 0 || y < 0 || x > width || y > height)).toEqual([]);
    expect(
      nodes.filter(({ x, y, ...box }) => x < 0 || y < 0 || x + box.width > width || y + box.height > height),
    ).toEqual([]);
  }
});
