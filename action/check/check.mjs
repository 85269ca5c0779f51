// Is the lockfile fresh, can it be installed, and what does this pull request change? Fails where something is wrong.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createGitHub } from "../lib/github.mjs";
import { call, factorioLock } from "../lib/program.mjs";
import { commentBody, report } from "../lib/report.mjs";
import { annotate, input, isOn, readEvent, summarize } from "../lib/runner.mjs";

const directory = input("directory") || ".";
const cwd = resolve(process.env.GITHUB_WORKSPACE ?? ".", directory);
const event = readEvent();
const base = event.pull_request?.base?.sha;

const problem = findProblem();
const diff = /^[0-9a-f]{40,64}$/.test(base ?? "") ? difference(base) : "";
const body = commentBody({ diff, problem, directory });
if (body !== undefined) summarize(body);
if (event.pull_request && isOn("comment") && input("token") !== "") {
  const github = createGitHub({
    token: input("token"),
    repository: process.env.GITHUB_REPOSITORY,
    api: process.env.GITHUB_API_URL ?? "https://api.github.com",
  });
  const wasWritten = await report(github, event.pull_request.number, body);
  if (!wasWritten) annotate("notice", "The token may not write comments here: the changes stand in the run's summary.");
}
if (problem !== undefined) {
  annotate("error", problem);
  process.exitCode = 1;
}

/** What is wrong with the modpack, as a sentence; undefined where all is well. */
function findProblem() {
  const fresh = factorioLock(["lock", "--check"], { cwd });
  if (fresh.status !== 0) return messageOf(fresh.document);
  if (!isOn("install")) return undefined;
  // Into a folder of its own: what a repository names as its mod directory is of no matter here.
  const mods = join(mkdtempSync(join(process.env.RUNNER_TEMP ?? tmpdir(), "factorio-lock-")), "mods");
  for (const args of [
    ["install", "--frozen", "--mod-directory", mods],
    ["verify", "--mod-directory", mods],
  ]) {
    const { status, document } = factorioLock(args, { cwd });
    if (status !== 0) return messageOf(document);
  }
  return undefined;
}

function messageOf({ error }) {
  return error === undefined ? "factorio-lock failed." : `${error.message} ${error.hint ?? ""}`.trim();
}

/** The changes since the commit that the pull request is based on; it may not be in a shallow clone yet. */
function difference(commit) {
  const isThere = () => call("git", ["cat-file", "-e", `${commit}^{commit}`], { cwd, quiet: true }).status === 0;
  if (!isThere()) call("git", ["fetch", "--no-tags", "--depth=1", "origin", commit], { cwd, quiet: true });
  if (!isThere()) return "";
  const { status, stdout } = call("factorio-lock", ["diff", commit, "--markdown"], { cwd });
  return status === 0 ? stdout.trim() : "";
}
