// Moves the modpack to newer releases, and opens one pull request with it, or renews the one that is open.
import { resolve } from "node:path";
import { createGitHub } from "../lib/github.mjs";
import { call, demand, factorioLock } from "../lib/program.mjs";
import { bounded } from "../lib/report.mjs";
import { annotate, input, setOutput, summarize } from "../lib/runner.mjs";

const workspace = resolve(process.env.GITHUB_WORKSPACE ?? ".");
const directory = input("directory") || ".";
const cwd = resolve(workspace, directory);
const branch = input("branch");
const title = input("title");
const git = (...args) => demand("git", args, { cwd });

git("check-ref-format", "--branch", branch);
const base = input("base") || git("rev-parse", "--abbrev-ref", "HEAD").trim();
if (base === "HEAD") {
  annotate("error", "No branch is checked out: name the one that the pull request is for by the input base.");
  process.exit(1);
}
if (base === branch) {
  annotate(
    "error",
    `The branch ${branch} would be overwritten by itself: run this on the branch that the updates are for.`,
  );
  process.exit(1);
}
const olderThan = input("older-than");
const { status, document } = factorioLock(
  ["update", "--no-install", ...(olderThan === "" ? [] : ["--older-than", olderThan])],
  { cwd },
);
if (status !== 0) {
  annotate("error", document.error?.message ?? "factorio-lock update failed.");
  process.exit(1);
}
if (git("status", "--porcelain", "--", "mods.yaml", "mods.lock").trim() === "") {
  annotate("notice", "Every mod is at the newest release that fits.");
  setOutput("pull-request", "");
  process.exit(0);
}

const { stdout: changes } = call("factorio-lock", ["diff", "--markdown"], { cwd });
const body = bounded(`${changes.trim()}\n\nMade by \`factorio-lock update\`.`);
summarize(body);
git("checkout", "--quiet", "-B", branch);
git("add", "--", "mods.yaml", "mods.lock");
git(
  "-c",
  "user.name=github-actions[bot]",
  "-c",
  "user.email=41898282+github-actions[bot]@users.noreply.github.com",
  "commit",
  "--quiet",
  "-m",
  title,
);
git("push", "--quiet", "--force", "origin", `HEAD:refs/heads/${branch}`);

const [owner] = process.env.GITHUB_REPOSITORY.split("/");
const github = createGitHub({
  token: input("token"),
  repository: process.env.GITHUB_REPOSITORY,
  api: process.env.GITHUB_API_URL ?? "https://api.github.com",
});
const [open] = await github.pullRequests(owner, branch);
const { number } = open
  ? await github.updatePullRequest(open.number, { title, body })
  : await github.createPullRequest({ title, body, head: branch, base });
setOutput("pull-request", String(number));
annotate("notice", open ? `Renewed pull request ${number}.` : `Opened pull request ${number}.`);
