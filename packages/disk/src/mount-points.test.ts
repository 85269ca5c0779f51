import { expect, test } from "vitest";
import { mountPoints, parseMountInfo } from "./mount-points.ts";

test("mount points are read with their blanks", () => {
  const text = `36 35 98:0 / / rw,noatime - ext4 /dev/root rw
40 36 0:33 /list.json /srv/my\\040mods/mod-list.json rw - ext4 /dev/root rw
`;
  expect([...parseMountInfo(text)]).toEqual(expect.arrayContaining(["/", "/srv/my mods/mod-list.json"]));
});

test("other systems have none", () => {
  expect(mountPoints("win32").size).toBe(0);
});
