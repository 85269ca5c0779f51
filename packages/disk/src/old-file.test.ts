import { lstatSync, mkdtempSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { removeFolderSync } from "../../../testing/sandbox.mjs";
import { keepOld, type Places, putOldBack } from "./old-file.ts";
import { renameOverSync } from "./rename-over.ts";

let folder: string;
let places: Places;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "factorio-lock-old-"));
  places = { place: join(folder, "place"), staged: join(folder, "staged"), kept: join(folder, "kept") };
  writeFileSync(places.staged, "new");
});
afterEach(() => removeFolderSync(folder));

const isThere = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

describe.each(["linux", "darwin", "win32"] as const)("on %s", (platform) => {
  test("a file is replaced and put back, and has a name all the time", () => {
    writeFileSync(places.place, "old");
    for (const _ of ["once", "again, as after a crash"]) {
      keepOld(places, false, platform);
      expect(readFileSync(places.place, "utf8")).toBe("old");
    }
    renameOverSync(places.staged, places.place, platform);
    putOldBack(places, true);
    expect(readFileSync(places.place, "utf8")).toBe("old");
    expect(readFileSync(places.staged, "utf8")).toBe("new");
    expect(isThere(places.kept)).toBe(false);
  });

  test.skipIf(process.platform === "win32")("a link is replaced and put back as a link", () => {
    writeFileSync(join(folder, "target"), "theirs");
    symlinkSync("target", places.place);
    keepOld(places, false, platform);
    renameOverSync(places.staged, places.place, platform);
    expect(readFileSync(join(folder, "target"), "utf8")).toBe("theirs");
    putOldBack(places, true);
    expect(readlinkSync(places.place)).toBe("target");
    expect(readFileSync(places.staged, "utf8")).toBe("new");
  });
});

test.skipIf(process.platform === "win32")(
  "on Windows a link gives way, as nothing can be renamed over a junction there",
  () => {
    symlinkSync("target", places.place);
    keepOld(places, false, "win32");
    expect(isThere(places.place)).toBe(false);
    expect(readlinkSync(places.kept)).toBe("target");
  },
);
