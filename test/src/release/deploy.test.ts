import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Deployment, StatefulSet } from "kubernetes-models/apps/v1";
import { PersistentVolumeClaim, Service } from "kubernetes-models/v1";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { hasProgram, lacking } from "../../../testing/programs.ts";
import { removeFolderSync } from "../../../testing/sandbox.mjs";
import { createSandbox, EXECUTABLE, type Sandbox } from "../cli/sandbox.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const DEPLOY = join(ROOT, "deploy");

/** Runs a program whose streams may be fed by a server of this process. */
async function run(program: string, args: readonly string[], env: Readonly<Record<string, string>>, cwd = "/") {
  const child = spawn(program, args, { env, cwd });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => (text += String(part)));
  const code = await new Promise<number>((resolve) => child.once("close", (status) => resolve(status ?? -1)));
  return { code, text };
}

/** The shells that the image and people's systems have; the image's is busybox, with no other program than wget. */
const SHELLS = ["sh", "dash", "busybox"].filter(hasProgram);

const MISSING = hasProgram("busybox") ? "" : lacking("wget");

describe.skipIf(process.platform === "win32" || MISSING !== "")(`the container's scripts${MISSING}`, () => {
  let folder: string;
  /** A path with nothing but a shell and wget, as in the image. */
  let image: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "factorio-lock-deploy-"));
    image = join(folder, "image");
    mkdirSync(image);
    const busybox = spawnSync("sh", ["-c", "command -v busybox"], { encoding: "utf8" }).stdout.trim();
    const wget = spawnSync("sh", ["-c", "command -v wget"], { encoding: "utf8" }).stdout.trim();
    symlinkSync(busybox === "" ? wget : busybox, join(image, "wget"));
  });
  afterAll(() => removeFolderSync(folder));
  const shell = (name: string): [string, string[]] => (name === "busybox" ? ["busybox", ["sh"]] : [name, []]);
  const found = (name: string): string =>
    spawnSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).stdout.trim();

  test.each(SHELLS)(
    "the entry (%s) hands over arguments as they are, the exit code, and secrets as files",
    async (name) => {
      const program = join(folder, "program");
      writeFileSync(
        program,
        '#!/bin/sh\nfor word; do echo "[$word]"; done\necho "$FACTORIO_USERNAME_FILE $FACTORIO_TOKEN_FILE"\nexit 3\n',
        { mode: 0o755 },
      );
      const secrets = join(folder, "secrets");
      mkdirSync(secrets, { recursive: true });
      for (const secret of ["username", "token"]) writeFileSync(join(secrets, secret), "x\n");
      const [command, words] = shell(name);
      const env = { PATH: image, FACTORIO_LOCK_PROGRAM: program, FACTORIO_LOCK_SECRETS: secrets };
      const entry = [...words, join(DEPLOY, "entrypoint.sh"), "add", "a mod >= 1.0", "$(id)"];
      expect(await run(found(command), entry, env)).toEqual({
        code: 3,
        text: `[add]\n[a mod >= 1.0]\n[$(id)]\n${secrets}/username ${secrets}/token\n`,
      });
      // Whoever names credentials gets those.
      const own = await run(found(command), entry, { ...env, FACTORIO_USERNAME: "me", FACTORIO_TOKEN: "mine" });
      expect(own.text.endsWith(" \n")).toBe(true);
    },
  );

  test.each(SHELLS)("the health check (%s) asks a mirror, and nothing else", async (name) => {
    let status = 200;
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? "");
      response.writeHead(status).end("ok");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const line = join(folder, "cmdline");
    const [command, words] = shell(name);
    const check = async (...args: readonly string[]): Promise<number> => {
      writeFileSync(line, args.map((word) => `${word}\0`).join(""));
      const env = {
        PATH: image,
        FACTORIO_LOCK_COMMAND_LINE: line,
        FACTORIO_LOCK_HEALTH_PORT: String(port),
      };
      return (await run(found(command), [...words, join(DEPLOY, "healthcheck.sh")], env)).code;
    };
    expect(await check("/usr/bin/factorio-lock", "mirror", "serve", "/mods")).toBe(0);
    expect(asked).toEqual(["/healthz"]);
    status = 503;
    expect(await check("/usr/bin/factorio-lock", "mirror", "serve", "/mods")).not.toBe(0);
    expect(await check("/usr/bin/factorio-lock", "install", "--frozen")).toBe(0);
    expect(asked).toHaveLength(2);
    await new Promise((resolve) => server.close(resolve));
    expect(await check("/usr/bin/factorio-lock", "mirror", "serve", "/mods")).not.toBe(0);
  });
});

describe.skipIf(process.platform === "win32")("the init step of a server", () => {
  let box: Sandbox;
  beforeAll(async () => {
    box = await createSandbox();
  });
  afterAll(() => box.close());

  /** The arguments of the init step, as compose and Kubernetes say them. */
  const init = {
    compose: (
      parse(readFileSync(join(DEPLOY, "compose.yaml"), "utf8")) as { services: { mods: { command: string[] } } }
    ).services.mods.command,
    kubernetes: (
      parseAllDocuments(readFileSync(join(DEPLOY, "kubernetes", "server.yaml"), "utf8")).map((each) =>
        each.toJS(),
      )[0] as {
        spec: { template: { spec: { initContainers: { args: string[] }[] } } };
      }
    ).spec.template.spec.initContainers[0]?.args as string[],
  };

  test.each(Object.entries(init))("%s: a pack that cannot be written, no home, and any user", async (_, args) => {
    await box.write("mods.yaml", 'factorio: "2.0"\nmods:\n  tall-masts: "*"\n');
    expect(await box.spawn(["lock"])).toMatchObject({ code: 0 });
    const volume = mkdtempSync(join(box.folder, "volume-"));
    const program = join(box.folder, "program");
    writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${EXECUTABLE}" "$@"\n`, { mode: 0o755 });
    const before = await box.snapshot();
    const { code, text } = await run(
      "sh",
      [join(DEPLOY, "entrypoint.sh"), ...args.map((word) => word.replace(/^\/factorio/, volume))],
      {
        FACTORIO_LOCK_PROGRAM: program,
        FACTORIO_LOCK_PORTAL: box.portal.url,
        FACTORIO_LOCK_CACHE: join(volume, "cache"),
        FACTORIO_USERNAME: "server",
        FACTORIO_TOKEN: "of-the-mirror",
      },
      box.project,
    );
    expect({ code, text: code === 0 ? "" : text }).toEqual({ code: 0, text: "" });
    expect(readdirSync(join(volume, "mods"))).toEqual(
      expect.arrayContaining(["tall-masts_1.0.0.zip", "mod-list.json"]),
    );
    expect(await box.snapshot()).toEqual(before);
  });
});

describe("what describes servers", () => {
  test.each(["mirror.yaml", "server.yaml"])("Kubernetes takes %s", (file) => {
    const models: Readonly<Record<string, new (data: never) => { validate(): void }>> = {
      PersistentVolumeClaim,
      Service,
      Deployment,
      StatefulSet,
    };
    const documents = parseAllDocuments(readFileSync(join(DEPLOY, "kubernetes", file), "utf8")).map((each) =>
      each.toJS(),
    );
    expect(documents.length).toBeGreaterThan(1);
    for (const document of documents as { kind: string }[]) {
      const model = models[document.kind];
      if (!model) throw new Error(`there is no model for ${document.kind}`);
      new model(document as never).validate();
    }
    const broken = JSON.parse(JSON.stringify(documents[1] ?? {}).replace(/"(replicas|ports)":/, '"$1":"x","was":')) as {
      kind: string;
    };
    expect(() =>
      new (models[broken.kind] as NonNullable<(typeof models)[string]>)(broken as never).validate(),
    ).toThrow();
  });

  test("the volumes of every container are there, and none hides what Kubernetes mounts", () => {
    for (const file of ["mirror.yaml", "server.yaml"]) {
      for (const document of parseAllDocuments(readFileSync(join(DEPLOY, "kubernetes", file), "utf8"))) {
        const { spec } = document.toJS() as { spec?: { template?: { spec: Pod }; volumeClaimTemplates?: Named[] } };
        const pod = spec?.template?.spec;
        if (!pod) continue;
        const names = [
          ...(pod.volumes ?? []),
          ...(spec?.volumeClaimTemplates ?? []).map(({ metadata }) => metadata),
        ].map(({ name }) => name);
        for (const { volumeMounts } of [...(pod.initContainers ?? []), ...pod.containers]) {
          for (const { name, mountPath } of volumeMounts ?? []) {
            expect(names).toContain(name);
            expect(mountPath).not.toMatch(/^\/(?:var\/)?run/);
          }
        }
      }
    }
  });

  test.skipIf(!hasProgram("docker-compose"))("compose takes both files", () => {
    const folder = mkdtempSync(join(tmpdir(), "factorio-lock-compose-"));
    try {
      for (const file of ["compose.yaml", "mirror.compose.yaml"]) {
        const out = execFileSync(
          "docker-compose",
          ["-f", join(DEPLOY, file), "--project-directory", folder, "config"],
          { encoding: "utf8" },
        );
        expect(parse(out)).toHaveProperty("services");
      }
    } finally {
      removeFolderSync(folder);
    }
  });

  test.skipIf(!hasProgram("nix-instantiate"))("nix reads the flake", () => {
    const out = execFileSync("nix-instantiate", ["--parse", "--store", "dummy://", join(ROOT, "flake.nix")], {
      encoding: "utf8",
      env: { ...process.env, NIX_REMOTE: "", HOME: tmpdir() },
    });
    expect(out).toContain("factorio-lock");
  });

  test("workflows and forms are YAML, and every action of others is pinned to a commit", () => {
    const folders = [
      ".github",
      ".github/workflows",
      ".github/ISSUE_TEMPLATE",
      "action/setup",
      "action/check",
      "action/update",
    ];
    let uses = 0;
    for (const folder of folders) {
      for (const file of readdirSync(join(ROOT, folder)).filter((name) => name.endsWith(".yml"))) {
        const text = readFileSync(join(ROOT, folder, file), "utf8");
        expect(parse(text)).toBeTypeOf("object");
        for (const [, used] of text.matchAll(/uses: (\S+)/g)) {
          uses += 1;
          expect(used).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
        }
        // Whatever a run names of the project's own files is there.
        for (const [, path] of text.matchAll(/(?:node|bash) ((?:scripts|\.ci)\/[\w./-]+)/g)) {
          expect(readFileSync(join(ROOT, path as string), "utf8").length).toBeGreaterThan(0);
        }
        // An expression in a script would be run by the shell, whatever stands in it.
        for (const [, script] of text.matchAll(/run: (.*)/g))
          expect(script).not.toMatch(/\$\{\{ *(?:github\.(?:event|head_ref)|inputs)/);
      }
    }
    expect(uses).toBeGreaterThan(10);
  });
});

interface Named {
  readonly metadata: { readonly name: string };
}

interface Pod {
  readonly volumes?: readonly { readonly name: string }[];
  readonly initContainers?: readonly Container[];
  readonly containers: readonly Container[];
}

interface Container {
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
}
