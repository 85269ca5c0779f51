import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { atTerminal, hasScript } from "./at-terminal.ts";
import { createSandbox, type Sandbox } from "./sandbox.ts";

const ACCOUNT = { FACTORIO_USERNAME: "test-player", FACTORIO_TOKEN: "0123456789" };

const DOWN = "\u001b[B";

let box: Sandbox;
afterEach(() => box.close());

describe.skipIf(!hasScript)("questions at a terminal (skipped without `script` of util-linux)", () => {
  test("login asks for name and password, which is not shown, and keeps the token", async () => {
    box = await createSandbox();
    const { code, screen } = await atTerminal(
      box,
      ["login"],
      [
        [/User name/, "test-player\r"],
        [/Password/, "the-secret-word\r"],
      ],
    );
    expect(screen).toMatch(/Logged in at http:\S+ as test-player/);
    expect(code).toBe(0);
    expect(screen).not.toContain("the-secret-word");
    const kept = await readFile(join(box.folder, "home", ".config", "factorio-lock", "credentials.json"), "utf8");
    expect(kept).toContain("test-player");
    expect(kept).not.toContain("the-secret-word");
  });

  test("Ctrl-C at a question ends the command with 130, and nothing is kept", async () => {
    box = await createSandbox();
    const { code, screen } = await atTerminal(box, ["login"], [[/User name/, "\u0003"]]);
    expect(code).toBe(130);
    expect(screen).not.toContain("Logged in");
  });

  test("a portal that refuses the password says so", async () => {
    box = await createSandbox(undefined, {
      intercept: (request, response) => {
        if (!request.url?.startsWith("/api-login")) return false;
        response.writeHead(200, { "content-type": "application/json" });
        response.end('{"error":"login-failed","message":"wrong","data":{}}');
        return true;
      },
    });
    const { code, screen } = await atTerminal(
      box,
      ["login", "--username", "test-player"],
      [[/Password/, "wrong-word\r"]],
    );
    expect(code).toBe(4);
    expect(screen).toContain("error:");
  });

  test("login asks for the code from the e-mail where the portal wants one", async () => {
    const codes: string[] = [];
    box = await createSandbox(undefined, {
      intercept: (request, response) => {
        if (!request.url?.startsWith("/api-login")) return false;
        let body = "";
        request.on("data", (chunk) => (body += String(chunk)));
        request.on("end", () => {
          const given = new URLSearchParams(body).get("email_authentication_code") ?? "";
          codes.push(given);
          response.writeHead(200, { "content-type": "application/json" });
          response.end(
            given === ""
              ? '{"error":"email-authentication-required","message":"a code","data":{}}'
              : '{"token":"0123456789abcdef","username":"test-player"}',
          );
        });
        return true;
      },
    });
    const { code, screen } = await atTerminal(
      box,
      ["login", "--username", "test-player"],
      [
        [/Password/, "a-word\r"],
        [/code/i, "123456\r"],
      ],
    );
    expect(screen).toMatch(/Logged in at http:\S+ as test-player/);
    expect(code).toBe(0);
    expect(codes).toEqual(["", "123456"]);
  });

  test("add offers near names, and takes the one that is chosen", async () => {
    box = await createSandbox();
    await box.write("mods.yaml", 'factorio: "2.0"\nmods: {}\n');
    const { code, screen } = await atTerminal(box, ["add", "gear-lob", "--no-install"], [[/gear-lib/, "\r"]]);
    expect(screen).toContain("gear-lib");
    expect(code).toBe(0);
    expect(await box.read("mods.yaml")).toContain("gear-lib");
  });

  test("add takes no near name where none is chosen", async () => {
    box = await createSandbox();
    await box.write("mods.yaml", 'factorio: "2.0"\nmods: {}\n');
    const { code } = await atTerminal(box, ["add", "gear-lob", "--no-install"], [[/gear-lib/, `${DOWN.repeat(9)}\r`]]);
    expect(code).not.toBe(0);
    expect(await box.read("mods.yaml")).not.toContain("gear");
  });

  test.each([
    ["y", "y", 0],
    ["Enter", "\r", 0],
    ["n", "n", 130],
    ["Ctrl-C", "\u0003", 130],
  ])("sync shows what would change and asks; %s", async (_, typed, expected) => {
    box = await createSandbox();
    await box.write("mods.yaml", 'factorio: "2.0"\nmods:\n  gear-lib: "1.2.0"\n');
    expect((await box.spawn(["install"])).code).toBe(0);
    const list = ["gear-lib 2.0.0", "fog-lamps 3.1.0"].map((mod) => mod.split(" "));
    await box.write(
      "theirs.json",
      JSON.stringify({ mods: list.map(([name, version]) => ({ name, enabled: true, version })) }),
    );
    const before = [await box.read("mods.yaml"), await box.read("mods.lock"), await box.read("mods/mod-list.json")];
    const { code, screen } = await atTerminal(box, ["sync", "theirs.json"], [[/Make these changes\?/, typed]], ACCOUNT);
    const asked = screen.slice(0, screen.indexOf("Make these changes?"));
    expect(asked).toContain("+ fog-lamps 3.1.0");
    expect(asked).toContain("~ gear-lib 1.2.0 → 2.0.0");
    expect(code, screen).toBe(expected);
    const after = [await box.read("mods.yaml"), await box.read("mods.lock"), await box.read("mods/mod-list.json")];
    if (expected === 0) expect(after[1]).toContain("fog-lamps");
    else expect(after).toEqual(before);
    // Once there is nothing to do, nobody is asked.
    if (expected === 0) expect((await atTerminal(box, ["sync", "theirs.json"], [])).screen).toContain("Nothing to do");
  });

  test("nobody is asked where a build runs, with --json or with --quiet", async () => {
    box = await createSandbox();
    expect((await atTerminal(box, ["login"], [], { CI: "true" })).code).toBe(2);
    expect((await atTerminal(box, ["login", "--json"], [])).code).toBe(2);
    expect((await atTerminal(box, ["login", "--quiet"], [])).code).toBe(2);
  });
});

describe.skipIf(!hasScript)("factorio-lock alone (skipped without `script` of util-linux)", () => {
  test("shows the state of the modpack at a terminal, and what comes next; elsewhere help", async () => {
    box = await createSandbox();
    const help = await atTerminal(box, [], []);
    expect(help.screen).toContain("Usage");
    await box.write("mods.yaml", 'factorio: "2.0"\nmods:\n  gear-lib: "1.0.0"\n  fog-lamps: "*"\n');
    const before = await atTerminal(box, [], []);
    expect(before.screen).toMatch(/Lockfile +not written yet/);
    expect(before.screen).toMatch(/factorio-lock install +lock and install/);
    expect((await box.spawn(["install"])).code).toBe(0);
    const asked = box.requests.length;
    const { code, screen } = await atTerminal(box, [], []);
    expect(code).toBe(0);
    expect(screen).toMatch(/Lockfile +up to date/);
    expect(screen).toMatch(/Mods +installed in mods/);
    expect(screen).toMatch(/Newer +1 mod kept back by mods\.yaml/);
    expect(screen).not.toContain("factorio-lock update");
    expect(screen).toMatch(/Game +none found/);
    expect(screen.match(/^ {2}factorio-lock /gm)).toHaveLength(3);
    expect(screen.trim().split("\n").length).toBeLessThanOrEqual(12);
    expect(box.requests.length).toBe(asked);
    // A person's hand changed the manifest.
    await box.write("mods.yaml", 'factorio: "2.0"\nmods:\n  gear-lib: "1.2.0"\n  fog-lamps: "*"\n');
    expect((await atTerminal(box, [], [])).screen).toMatch(/Lockfile +out of date: .*gear-lib/);
    await box.write("mods.yaml", 'factorio: "2.0"\nmods:\n  gear-lib: "*"\n  fog-lamps: "*"\n');
    const free = (await atTerminal(box, [], [])).screen;
    expect(free).toMatch(/Newer +1 newer release: gear-lib/);
    expect(free).toContain("factorio-lock update");
    expect((await box.spawn([])).stdout).toContain("Usage");
  });
});
