import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type CommandEvent, createContext, mirrorAdd } from "factorio-lock";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createSandbox, type Sandbox } from "./sandbox.ts";

let box: Sandbox;
/** Downloads that the portal has been asked for, and the most at a time. */
let underWay = 0;
let most = 0;
beforeEach(async () => {
  [underWay, most] = [0, 0];
  box = await createSandbox(undefined, {
    intercept: async (request, response) => {
      if (!request.url?.startsWith("/download/")) return false;
      underWay += 1;
      most = Math.max(most, underWay);
      response.once("close", () => {
        underWay -= 1;
      });
      await new Promise((resolve) => setTimeout(resolve, 40));
      return false;
    },
  });
  await box.write("mods.yaml", 'factorio: "2.0"\nmods:\n  tall-masts: "*"\n  wide-river: "*"\n');
  expect((await box.run(["lock"])).code).toBe(0);
});
afterEach(() => box.close());

test("mirror add downloads as many at once as it is asked to", async () => {
  expect((await box.run(["mirror", "add", "one", "--concurrency", "1"])).stdout).toMatch(/^(?:\+ .*\n){3,}$/);
  expect(most).toBe(1);
});

test("mirror add reports its downloads while they run", async () => {
  const events: CommandEvent[] = [];
  const env = {
    FACTORIO_LOCK_PORTAL: box.portal.url,
    FACTORIO_USERNAME: "test-player",
    FACTORIO_TOKEN: "mirror-add-token",
  };
  const home = join(box.folder, "home");
  const place = { env, cwd: box.project, platform: process.platform, home, now: () => 0 };
  const context = createContext(
    { ...place, signal: new AbortController().signal },
    {
      portalUrl: box.portal.url,
      cacheDirectory: join(box.folder, "other-cache"),
      onEvent: (event) => events.push(event),
    },
  );
  await mkdir(join(box.folder, "mirror"));
  const { added } = await mirrorAdd(context, join(box.folder, "mirror"), []);
  const kinds = events.flatMap((event) => (event.kind === "fetch" ? [event.event.kind] : []));
  expect(kinds.filter((kind) => kind === "done")).toHaveLength(added.length);
  expect(kinds).toContain("started");
});
