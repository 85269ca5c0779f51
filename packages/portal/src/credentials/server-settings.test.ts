import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { removeFolder } from "../../../../testing/sandbox.mjs";
import { findCredentials } from "./find-credentials.ts";

async function look(content: string) {
  const folder = await mkdtemp(join(tmpdir(), "factorio-lock-server-settings-"));
  onTestFinished(() => removeFolder(folder));
  const serverSettings = join(folder, "server-settings.json");
  await writeFile(serverSettings, content);
  const machine = { env: {}, platform: "linux", home: folder } as const;
  return findCredentials({
    ...machine,
    portal: "https://mods.example.com",
    configDirectory: folder,
    serverSettings,
  });
}

test("a comma at the end, as in the game's own example of 0.17.29, is let through; one in a text stays", async () => {
  const found = await look('{ "tags": ["a,]",], "username": "anna", "token": "a,}b", }');
  expect(found).toMatchObject({ username: "anna" });
});

test("a password without a token is named as that", async () => {
  await expect(look('{ "username": "anna", "password": "secret word", "token": "" }')).rejects.toMatchObject({
    code: "AUTH_REQUIRED",
    message: expect.stringMatching(/has a password, but no token/) as unknown,
  });
});
