import {
  extraField,
  infoEntry,
  type RawEntry,
  type RawZip,
  rawZip,
  unicodePath,
} from "../../../packages/game/testing/raw-zip.ts";
import { encrypt } from "./zip-crypto.ts";

/** A way in which zip programs lay out an archive. */
export interface Layout {
  /** The name of the mod, in which no part is odd. */
  readonly mod: string;
  readonly bytes: Buffer;
  /** The password of its locked entry. */
  readonly password?: string;
}

type Shape = Omit<RawZip, "entries"> & { readonly entries?: readonly RawEntry[] };

const PASSWORD = "friday";
const LUA = "return { lamps = 7 }\n";
/** The text in `LUA`, as other programs pack it. */
const BZIP2 =
  "425a6839314159265359a10b421b000007598000104000008222075e0a2000314c00134223432335368760cbba47d61449aa3d4b177245385090a10b421b";
const LZMA = "091405005d000001000039194af031b445aef19f26df4002cf3dae1e3eddcd8041d630f7fffe6da800";

/** Some fifty layouts. All of them are accepted: nothing is unpacked, and their `info.json` can be read. */
export function layouts(): readonly Layout[] {
  const nested = rawZip({ entries: [{ name: "x/a.txt", content: "hello" }] });
  const odd = (name: string | Uint8Array, more: Partial<RawEntry> = {}): Shape => ({
    entries: [{ name, content: LUA, ...more }],
  });
  const shapes: Readonly<Record<string, Shape | ((info: RawEntry) => Shape)>> = {
    plain: {},
    deflated: (info) => ({ entries: [{ ...info, deflate: true }] }),
    "with-descriptors": (info) => ({
      entries: [
        { ...info, deflate: true, descriptor: "plain" },
        { name: "m/a.lua", content: LUA, descriptor: "signed" },
      ],
    }),
    "from-a-mac": odd("__MACOSX/m/._info.json", { content: "\0\u0005\u0016\u0007" }),
    "with-two-top-folders": odd("other/data.lua"),
    "with-files-at-the-top": odd("readme.txt"),
    "with-another-mod-inside": odd("m/lib/info.json", { content: '{"name":"lib","version":"9.0.0"}' }),
    "with-deep-folders": odd("m/a/b/c/d/e/f/g/h/data.lua"),
    "two-levels-deep": (info) => ({ entries: [{ ...info, name: "downloads/m/info.json" }] }),
    "folder-with-blanks": (info) => ({ entries: [{ ...info, name: "my mod (final) v2/info.json" }] }),
    "folder-in-utf8": (info) => ({ entries: [{ ...info, name: "größe/info.json" }] }),
    "folder-in-cp437": (info) => ({
      entries: [{ ...info, name: Buffer.from("gr\x94\xe1e/info.json", "latin1"), flags: 0, madeBy: 20 }],
    }),
    "folder-in-shift-jis": (info) => ({
      entries: [{ ...info, name: Buffer.from("\x83\x5c/info.json", "latin1"), flags: 0 }],
    }),
    "with-unicode-paths": (info) => {
      const name = Buffer.from("gr\x94\xe1e/info.json", "latin1");
      const extra = unicodePath(name, "größe/info.json");
      return { entries: [{ ...info, name, flags: 0, extra, localExtra: extra }] };
    },
    "with-a-dot-in-front": (info) => ({ entries: [{ ...info, name: "./m/info.json" }] }),
    "with-backslashes": (info) => ({
      entries: [
        { ...info, name: "m\\info.json", madeBy: 20 },
        { name: "m\\data.lua", madeBy: 20 },
      ],
    }),
    "with-a-comment": { comment: Buffer.from("made by a script on a Friday") },
    "with-the-longest-comment": { comment: Buffer.alloc(65_535, "x") },
    "with-comments-of-entries": odd("m/data.lua", { comment: "the data stage" }),
    "with-a-program-in-front": { before: Buffer.from(`#!/bin/sh\nexit\n${"# padding\n".repeat(50)}`) },
    "with-an-uncounted-program": {
      before: Buffer.from(`#!/bin/sh\nexit\n${"# padding\n".repeat(50)}`),
      uncounted: true,
    },
    "with-one-zero-behind": { tail: Buffer.alloc(1) },
    "with-four-zeros-behind": { tail: Buffer.alloc(4) },
    "with-a-line-break-behind": { tail: Buffer.from("\r\n") },
    "with-zeros-behind-a-comment": { comment: Buffer.from("hello"), tail: Buffer.alloc(3) },
    "with-a-nested-zip": odd("m/example.zip", { content: nested }),
    "nested-behind-67-of-extra": odd("m/example.zip", {
      content: nested,
      localExtra: extraField(0x9999, Buffer.alloc(63)),
    }),
    "nested-behind-68-of-extra": odd("m/example.zip", {
      content: nested,
      localExtra: extraField(0x9999, Buffer.alloc(64)),
    }),
    "nested-behind-long-extra": odd("m/example.zip", {
      content: nested,
      localExtra: extraField(0x9999, Buffer.alloc(30_000)),
    }),
    "nested-zip-last": (info) => ({
      entries: [info, { name: "m/z.zip", content: nested, localExtra: extraField(0x9999, Buffer.alloc(108)) }],
    }),
    "with-extra-on-both-sides": odd("m/data.lua", {
      extra: extraField(0x5455, Buffer.from([1, 0, 0, 0, 90])),
      localExtra: extraField(0x5455, Buffer.from([1, 0, 0, 0, 90])),
    }),
    "with-padding-as-extra": (info) => ({ entries: [{ ...info, localExtra: Buffer.alloc(3) }] }),
    "in-64-bits": { zip64: true },
    "in-64-bits-with-more": {
      zip64: true,
      comment: Buffer.from("wide"),
      entries: [{ name: "m/data.lua", content: LUA, deflate: true }],
    },
    "with-a-link": odd("m/notes", { content: "info.json", mode: 0o120777 }),
    "with-a-link-out": odd("m/passwd", { content: "/etc/passwd", mode: 0o120777 }),
    "with-a-device": odd("m/null", { content: "", mode: 0o020666 }),
    "with-a-pipe": odd("m/pipe", { content: "", mode: 0o010644 }),
    "with-empty-folders": {
      entries: [
        { name: "m/", mode: 0o040755 },
        { name: "m/locale/", mode: 0o040755 },
      ],
    },
    "with-the-same-name-twice": {
      entries: [
        { name: "m/data.lua", content: "1" },
        { name: "m/data.lua", content: "2" },
      ],
    },
    "with-the-same-info-twice": (info) => ({ entries: [info, info] }),
    "with-climbing-names": odd("m/../../evil.lua"),
    "with-absolute-names": odd("/etc/evil.lua"),
    "with-drive-letters": odd("C:/evil.lua"),
    "with-control-characters": odd("m/a\u0007\nb.lua"),
    "with-a-long-name": odd(`m/${"x".repeat(1000)}.lua`),
    "with-a-byte-order-mark": (info) => ({ entries: [{ ...info, content: `\u{feff}${String(info.content)}` }] }),
    "with-a-modern-version": (info) => ({ entries: [{ ...info, needs: 45, madeBy: 0x033f }] }),
    "with-dates-that-are-none": odd("m/data.lua", { date: 0xffff_ffff }),
    "with-a-locked-entry": odd("m/secret.lua", { ...encrypt(LUA, PASSWORD), flags: 0x801 }),
    "with-bzip2": odd("m/data.lua", { content: LUA, packed: Buffer.from(BZIP2, "hex"), claim: { method: 12 } }),
    "with-lzma": odd("m/data.lua", { packed: Buffer.from(LZMA, "hex"), claim: { method: 14 } }),
    "with-deflate64": odd("m/data.lua", { deflate: true, claim: { method: 9 } }),
    "with-signatures-in-names": odd("m/PK\x05\x06.lua", { comment: `PK\x05\x06${"x".repeat(30)}` }),
    "with-other-letter-case": {
      entries: [
        { name: "m/Changelog.txt", content: `${"-".repeat(99)}\nVersion: 1.0.0\n  Features:\n    - Lamps.\n` },
        { name: "m/thumbnail.PNG", content: PNG },
      ],
    },
  };
  return Object.entries(shapes).map(([mod, shape]): Layout => {
    const info = {
      ...infoEntry({ name: mod, version: "1.0.0", title: mod, factorio_version: "2.0", dependencies: [] }),
      name: "m/info.json",
    };
    const { entries = [], ...zip } =
      typeof shape === "function" ? shape(info) : { ...shape, entries: [info, ...(shape.entries ?? [])] };
    return {
      mod,
      bytes: rawZip({ entries, ...zip }),
      ...(mod === "with-a-locked-entry" ? { password: PASSWORD } : {}),
    };
  });
}

/** The smallest picture. */
export const PNG: Buffer = Buffer.from(
  "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c6360000000020001487fb2a30000000049454e44ae426082",
  "hex",
);
