import { describe, expect, test } from "vitest";
import { lockfile } from "../../testing/documents.ts";
import { escapeMarkup, html, linkAddress } from "../markup/markup.ts";
import type { PackPage } from "./pack-model.ts";
import { packPage } from "./pack-page.ts";

const LOCK = lockfile({
  asks: '  rails: "^1.0"\n  lamps: "*"\n',
  mods: { rails: ["1.2.0", "lib >= 0.3"], lamps: ["2.0.0", "lib"], lib: ["0.3.1"] },
});

const PACK: PackPage = {
  title: "Friday pack",
  name: "friday-pack",
  version: "1.0.0",
  author: undefined,
  lockfile: LOCK,
  settings: { startup: { "lamps-bright": true, colour: { r: 1, g: 0.5 } } },
  about: (name) =>
    name === "rails"
      ? { title: "Rails & more", size: 1_234_567, licence: "MIT", licenceUrl: "https://example.com/mit" }
      : undefined,
  pageOf: (name) => `https://mods.example.com/mod/${name}`,
  sha256: (text) => `hash-of-${text.length}`,
};

describe("packPage", () => {
  test("shows each mod with what is known of it, and why it is there", async () => {
    const page = await packPage(PACK);
    const rows = [...page.matchAll(/<tr>(<td data-value.*?)<\/tr>/g)].map(([, row = ""]) =>
      row.replace(/<[^>]+>/g, "|").replace(/\|+/g, "|"),
    );
    expect(rows).toEqual([
      "|lamps|2.0.0|2026-01-02|chosen for this pack|",
      "|lib|0.3.1|2026-01-02|for lamps, rails|",
      "|Rails &amp; more| |rails|1.2.0|2026-01-02|1.23 MB|MIT|chosen for this pack, ^1.0|",
    ]);
    expect(page).toContain("1.23 MB to download for the 1 of which it is known.");
    expect(page).toContain('<a href="https://example.com/mit">MIT</a>');
    expect(page).toMatch(/<td>lamps-bright<\/td><td>yes<\/td>/);
  });

  test("allows its own style and script by their hashes, and nothing else", async () => {
    const page = await packPage(PACK);
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1]?.replaceAll("&#39;", "'");
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'sha256-hash-of-\d+'; script-src 'sha256-hash-of-\d+'; img-src data:; base-uri 'none'; form-action 'none'$/,
    );
    for (const tag of ["style", "script"]) {
      const text = page.match(new RegExp(`<${tag}>([^]*?)</${tag}>`))?.[1] ?? "";
      expect(policy).toContain(`'sha256-hash-of-${text.length}'`);
    }
    expect(page).not.toMatch(/\s(?:style|on\w+)=|<(?:link|img|iframe)/);
  });

  test("holds the pack file as it is", async () => {
    const text = `{\n  "a": ["? b >= 1.0", "é # % <x>", "'+'\\t"]\n}\n`;
    const page = await packPage({ ...PACK, packFile: { name: "friday-pack_1.0.0.pack.json", text } });
    const [, address = ""] = /<a class="button" href="data:application\/json;charset=utf-8,([^"]*)"/.exec(page) ?? [];
    const plain = address.replaceAll("&#39;", "'").replaceAll("&amp;", "&");
    expect(decodeURIComponent(plain)).toBe(text);
    expect(page).toContain("<pre>factorio-lock sync friday-pack_1.0.0.pack.json</pre>");
  });

  test("says what changed since another lock, with the changelogs", async () => {
    const before = lockfile({ mods: { rails: ["1.0.0"], gone: ["1.0.0"], lib: ["0.3.1"] } });
    const sections = [{ version: "1.2.0", categories: [{ name: "Features", entries: ["Longer rails."] }] }];
    const page = await packPage({
      ...PACK,
      before: { name: "v1", lockfile: before, changelogs: [{ mod: "rails", sections }] },
    });
    const [, changes = ""] = /Changed since v1<\/h2>([^]*?)<h2/.exec(page) ?? [];
    expect(changes.replace(/<[^>]+>/g, "|").replace(/[|\s]*\|[|\s]*/g, "|")).toBe(
      "|− gone 1.0.0|+ lamps 2.0.0|rails 1.0.0 → 1.2.0|What is new|1.2.0|Features:|Longer rails.|",
    );
  });

  test("an address in a command runs nothing in any shell", async () => {
    const page = await packPage({ ...PACK, address: "https://example.com/$(id)`id`;id&x=!1/p.json?a=1" });
    const [, command = ""] = /<pre>([^<]*)<\/pre>/.exec(page) ?? [];
    expect(command.replaceAll("&quot;", '"').replaceAll("&amp;", "&")).toBe(
      'factorio-lock sync "https://example.com/%24%28id%29%60id%60%3Bid&x=%211/p.json?a=1"',
    );
    expect(await packPage({ ...PACK, address: "javascript:alert(1)" })).not.toContain("javascript:");
  });

  test("a hostile pack has no markup in the page", async () => {
    const evil = `</title></style></script><script>window.hit=1</script><img src=x onerror="window.hit=1">'"\u202e`;
    const about = { title: evil, licence: evil, licenceUrl: "javascript:alert(1)" };
    const page = await packPage({
      ...PACK,
      title: evil,
      author: evil,
      version: evil,
      about: () => about,
      pageOf: () => "javascript:alert(1)",
      settings: { startup: { [evil]: evil } },
      packFile: { name: evil, text: JSON.stringify(evil) },
      before: {
        name: evil,
        lockfile: lockfile({}),
        changelogs: [{ mod: "lib", sections: [{ version: evil, categories: [{ name: evil, entries: [evil] }] }] }],
      },
    });
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).not.toMatch(/<img|href="javascript:|\u202e/);
    expect(page.match(/<\/(?:title|style|script)>/g)?.length).toBe(3 + (page.match(/<title>/g)?.length ?? 0) - 1);
  });
});

test("html escapes whatever is put into it, and nothing else", () => {
  const parts = ["<b>", html`<i>${"&"}</i>`, undefined, false, 3, ["x", html`<u></u>`]] as const;
  expect(html`<p title="${'a "b"'}">${parts}</p>`.markup).toBe(
    '<p title="a &quot;b&quot;">&lt;b&gt;<i>&amp;</i>3x<u></u></p>',
  );
  expect(escapeMarkup("'\ud800'\u0000")).toBe("&#39;\ufffd&#39;");
});

test("linkAddress takes web addresses alone", () => {
  expect(linkAddress("https://example.com/a?b=c#d")).toBe("https://example.com/a?b=c#d");
  for (const text of [
    "javascript:alert(1)",
    " https://x",
    "https://x y",
    'https://x"',
    "data:text/html,x",
    "//x",
    "",
  ]) {
    expect(linkAddress(text)).toBeUndefined();
  }
});
