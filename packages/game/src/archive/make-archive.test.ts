import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { makeArchive } from "./make-archive.ts";

const sha1 = (bytes: Uint8Array) => createHash("sha1").update(bytes).digest("hex");

test("law: the same content gives the same bytes, in every time zone and order", async () => {
  const info = { name: "gear-box", version: "1.0.0", title: "Gear Box" };
  const one = await makeArchive(info, { "data.lua": "-- a", "locale/en/x.cfg": new Uint8Array([1, 2]) });
  const two = await makeArchive(info, { "locale/en/x.cfg": new Uint8Array([1, 2]), "data.lua": "-- a" });
  expect(sha1(one)).toBe(sha1(two));
  expect(sha1(one)).toBe("834845ed24a5b01df0a3580d6f4097343db69538");
});

test("a file of any size shows in the archive's", async () => {
  const info = { name: "gear-box", version: "1.0.0" };
  const sizes = await Promise.all(
    [0, 1000].map(async (size) => (await makeArchive(info, { pad: new Uint8Array(size) })).length),
  );
  expect((sizes[1] as number) - (sizes[0] as number)).toBe(1000);
});

test("what cannot be a mod is refused", async () => {
  await expect(makeArchive({ name: "../x", version: "1.0.0" })).rejects.toMatchObject({ code: "UNSAFE_NAME" });
  await expect(makeArchive({ name: "x", version: "one" })).rejects.toMatchObject({ code: "BAD_ARCHIVE" });
});

test("files cannot leave the mod's folder", async () => {
  await expect(makeArchive({ name: "gear-box", version: "1.0.0" }, { "../evil.lua": "" })).rejects.toThrow();
});
