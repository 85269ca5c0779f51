import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { lacking } from "../../../testing/programs.ts";
import { removeFolderSync } from "../../../testing/sandbox.mjs";
import { createSandbox, EXECUTABLE, type Sandbox } from "../cli/sandbox.ts";
import type { WorldMod } from "../cli/world.ts";
import { type PlayedGitHub, playGitHub, WRITING } from "./play-github.ts";
import { type PlayedRelease, playRelease } from "./play-release.ts";
import { createJob, type Job } from "./runner.ts";

const READING = "ghs_a-token-of-a-fork";

/** Everything that a changelog could try on whoever reads it on GitHub or in a log. */
const HOSTILE = [
  "<script>alert(1)</script><img src=https://evil.example/x.png>",
  "</details><h1>Owned</h1><!-- factorio-lock -->",
  "![x](https://evil.example/y.png) [click](javascript:alert(1))",
  "thanks to @somebody and @some-org/team, closes #1 and GH-2",
  "``` ` ``` | a | b |",
  "::error::nothing is wrong ::set-output name=a::b",
];

const changelog = (versions: readonly string[]): string =>
  versions
    .map(
      (version) =>
        `${"-".repeat(99)}\nVersion: ${version}\n  Changes:\n${HOSTILE.map((entry) => `    - ${entry}\n`).join("")}`,
    )
    .join("");

const mill = (...versions: readonly string[]): WorldMod => ({
  name: "paper-mill",
  changelog: changelog(versions.toReversed()),
  releases: versions.map((version) => ({ version, dependencies: ["base"] })),
});

const MISSING = lacking("xz");

describe.skipIf(process.platform !== "linux" || MISSING !== "")(`the action${MISSING}`, { timeout: 180_000 }, () => {
  let box: Sandbox;
  let github: PlayedGitHub;
  let release: PlayedRelease;
  let origin: string;
  let workspace: string;
  beforeEach(async () => {
    box = await createSandbox([mill("1.0.0")]);
    github = await playGitHub();
    const folder = join(box.folder, "release");
    mkdirSync(folder);
    release = await playRelease(folder);
    release.publish("0.1.0", { script: `#!/bin/sh\nexec "${process.execPath}" "${EXECUTABLE}" "$@"\n` });
    origin = join(box.folder, "origin.git");
    workspace = join(box.folder, "workspace");
    execFileSync("git", ["init", "--quiet", "--bare", "-b", "main", origin]);
    execFileSync("git", ["clone", "--quiet", origin, workspace], { stdio: "ignore" });
    git("checkout", "-q", "-B", "main");
    write('factorio: "2.0"\nmods:\n  paper-mill: "*"\n');
    await lock();
    commit("The pack");
    git("push", "-q", "origin", "main");
  });
  afterEach(async () => {
    await Promise.all([github.close(), release.close()]);
    removeFolderSync(workspace);
    await box.close();
  });

  const identity = ["-c", "user.name=somebody", "-c", "user.email=somebody@example.org"];
  const git = (...args: readonly string[]): string =>
    execFileSync("git", args, {
      cwd: workspace,
      encoding: "utf8",
      env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null" },
    }).trim();
  const commit = (message: string): string => {
    git("add", "-A");
    git(...identity, "commit", "-q", "-m", message);
    return git("rev-parse", "HEAD");
  };
  const write = (text: string): void => writeFileSync(join(workspace, "mods.yaml"), text);
  const lock = async (...args: readonly string[]): Promise<void> => {
    expect(await box.spawn(["lock", ...args], { cwd: "../workspace" })).toMatchObject({ code: 0 });
  };
  const job = async (token = WRITING): Promise<Job> => {
    const env = {
      PATH: process.env["PATH"] ?? "",
      HOME: join(box.folder, "home"),
      FACTORIO_LOCK_PORTAL: box.portal.url,
      FACTORIO_USERNAME: "somebody",
      FACTORIO_TOKEN: "a-token",
      GIT_CONFIG_GLOBAL: "/dev/null",
    };
    const made = createJob(box.folder, workspace, { token, api: github.url }, env);
    const setup = await made.run("setup", { download: release.url });
    expect(setup).toMatchObject({ code: 0, log: expect.stringContaining("factorio-lock 0.1.0 is installed") });
    return made;
  };
  /** A pull request's event, as the runner's file of it has it. */
  const pullRequest = (base: string, isFork = false): object => ({
    action: "synchronize",
    number: 7,
    pull_request: {
      number: 7,
      state: "open",
      title: "Newer mods",
      user: { login: "contributor", type: "User" },
      head: {
        ref: "newer",
        sha: git("rev-parse", "HEAD"),
        repo: { full_name: isFork ? "contributor/pack" : "somebody/pack", fork: isFork },
      },
      base: { ref: "main", sha: base, repo: { full_name: "somebody/pack", fork: false } },
    },
    repository: { full_name: "somebody/pack", default_branch: "main", private: false },
    sender: { login: "contributor", type: "User" },
  });
  const newer = async (...versions: readonly string[]): Promise<string> => {
    const base = git("rev-parse", "HEAD");
    await box.world.publish([mill(...versions)]);
    expect(await box.spawn(["update", "--no-install"], { cwd: "../workspace" })).toMatchObject({ code: 0 });
    commit("Newer mods");
    return base;
  };

  test("check writes one comment, renews it, and takes it back; a hostile changelog is only text in it", async () => {
    const base = await newer("1.0.0", "1.1.0");
    const steps = await job();
    const first = await steps.run("check", { install: "true" }, pullRequest(base));
    expect(first).toMatchObject({ code: 0 });
    expect(github.comments).toHaveLength(1);
    const { body } = github.comments[0] as { body: string };
    expect(first.summary.trim()).toBe(body.trim());
    expect(body).toContain("| paper-mill | `1.0.0` | `1.1.0` |");
    expectHarmless(body);
    expectHarmless(first.log);
    expect(first.log).not.toMatch(/^\s*::(?:error|set-output)/m);

    await steps.run("check", {}, pullRequest(base));
    expect(github.calls.filter((call) => !call.startsWith("GET"))).toEqual(["POST /issues/7/comments"]);
    // Somebody else's comment that begins like ours stays theirs.
    github.comments.unshift({ id: 900, body, user: { login: "mallory", type: "User" } });
    await newer("1.0.0", "1.1.0", "1.2.0");
    await steps.run("check", {}, pullRequest(base));
    expect(github.comments.map(({ id }) => id)).toEqual([900, 1]);
    expect(github.comments[1]?.body).toContain("`1.2.0`");
    await steps.run("check", {}, pullRequest(git("rev-parse", "HEAD")));
    expect(github.comments.map(({ id }) => id)).toEqual([900]);
  });

  test("check fails on a stale lockfile and says why, as text", async () => {
    const base = git("rev-parse", "HEAD");
    write('factorio: "2.0"\nmods:\n  paper-mill: "*"\n  ink-well: "*"\n');
    commit("Ask for more");
    const { code, log } = await (await job()).run("check", {}, pullRequest(base));
    expect(code).toBe(1);
    expect(log).toMatch(/^::error::.*ink-well/m);
    expect(github.comments[0]?.body).toMatch(/```text\n.*ink-well[\s\S]*\n```/);
  });

  test("check on a fork's pull request, whose token may only read, is no failure", async () => {
    const base = await newer("1.0.0", "1.1.0");
    const { code, log, summary } = await (await job(READING)).run("check", {}, pullRequest(base, true));
    expect({ code, comments: github.comments }).toEqual({ code: 0, comments: [] });
    expect(log).toContain("::notice::The token may not write comments here");
    expect(summary).toContain("`1.1.0`");
  });

  test("check on a push, which has no pull request, only checks", async () => {
    const { code } = await (await job()).run("check", {}, { ref: "refs/heads/main", after: git("rev-parse", "HEAD") });
    expect({ code, calls: github.calls }).toEqual({ code: 0, calls: [] });
  });

  test("check finds the base that a shallow clone lacks", async () => {
    const base = await newer("1.0.0", "1.1.0");
    git("push", "-q", "origin", "main");
    removeFolderSync(workspace);
    execFileSync("git", ["clone", "--quiet", "--depth=1", `file://${origin}`, workspace], { stdio: "ignore" });
    await (await job()).run("check", {}, pullRequest(base));
    expect(github.comments[0]?.body).toContain("`1.1.0`");
  });

  test("update opens one pull request and renews it; with nothing newer it does nothing", async () => {
    const schedule = { schedule: "0 6 * * 1", repository: { full_name: "somebody/pack" } };
    const steps = await job();
    const idle = await steps.run("update", {}, schedule);
    expect(idle).toMatchObject({ code: 0 });
    expect([...idle.outputs]).toEqual([["pull-request", ""]]);
    expect(github.calls).toEqual([]);

    await box.world.publish([mill("1.0.0", "1.1.0")]);
    const opened = await steps.run("update", {}, schedule);
    expect(opened).toMatchObject({ code: 0 });
    expect([...opened.outputs]).toEqual([["pull-request", "40"]]);
    expect(github.pulls).toMatchObject([
      { number: 40, title: "Update mods", head: "factorio-lock/update", base: "main" },
    ]);
    expectHarmless(github.pulls[0]?.body ?? "");
    const pushed = (): string =>
      execFileSync("git", ["-C", origin, "show", "factorio-lock/update:mods.lock"], { encoding: "utf8" });
    expect(pushed()).toContain('version: "1.1.0"');

    // The next week's run has a checkout of its own.
    git("checkout", "-q", "main");
    await box.world.publish([mill("1.0.0", "1.1.0", "1.2.0")]);
    const renewed = await steps.run("update", { title: "Newer mods" }, schedule);
    expect([...renewed.outputs]).toEqual([["pull-request", "40"]]);
    expect(github.pulls).toHaveLength(1);
    expect(github.pulls[0]).toMatchObject({ title: "Newer mods", body: expect.stringContaining("`1.2.0`") });
    expect(pushed()).toContain('version: "1.2.0"');
    expect(
      execFileSync("git", ["-C", origin, "log", "--format=%an %s", "main..factorio-lock/update"], { encoding: "utf8" }),
    ).toBe("github-actions[bot] Newer mods\n");
  });

  test("update refuses a name that is no branch, and says when no branch is checked out", async () => {
    const steps = await job();
    expect(await steps.run("update", { branch: "--upload-pack=x" })).toMatchObject({ code: 1 });
    git("checkout", "-q", "--detach");
    const { code, log } = await steps.run("update", {});
    expect(code).toBe(1);
    expect(log).toContain("::error::No branch is checked out");
  });

  test("each action's inputs are asked for by its program, and no others are", () => {
    for (const name of ["check", "update"]) {
      const folder = new URL(`../../../action/${name}/`, import.meta.url);
      const yaml = readFileSync(new URL("action.yml", folder), "utf8");
      const inputs = yaml.slice(yaml.indexOf("inputs:"), yaml.search(/^(?:outputs|runs):/m));
      const declared = [...inputs.matchAll(/^ {2}([\w-]+):/gm)].map(([, input]) => String(input));
      const asked = readFileSync(new URL(`${name}.mjs`, folder), "utf8").matchAll(/\b(?:input|isOn)\("([\w-]+)"/g);
      expect([...new Set([...asked].map(([, input]) => String(input)))].sort()).toEqual(declared.sort());
    }
  });
});

/** No tag, link, picture, mention or reference of the authors' is in a text; outside of code there is none to be made. */
function expectHarmless(markdown: string): void {
  const withoutCode = markdown.replace(/(`+)[^`\n][\s\S]*?\1/g, "");
  expect(withoutCode).not.toMatch(/<(?!\/?(?:details|summary)>|!-- factorio-lock -->)/);
  expect(withoutCode).not.toMatch(/(?<!\\)\]\(/);
  expect(withoutCode).not.toMatch(/@\w|#\d|GH-\d|:\/\//);
  expect(markdown.split("<details>").length).toBe(markdown.split("</details>").length);
  expect(markdown.split("<!-- factorio-lock -->").length).toBeLessThanOrEqual(2);
}
