import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

const ACTIONS = fileURLToPath(new URL("../../../action/", import.meta.url));

/** An action's file, as far as it is played. */
interface ActionFile {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly runs: {
    readonly using: string;
    readonly main?: string;
    readonly steps?: readonly { readonly run?: string; readonly env?: Readonly<Record<string, string>> }[];
  };
}

/** The outcome of a step. */
export interface Step {
  readonly code: number;
  readonly log: string;
  readonly outputs: ReadonlyMap<string, string>;
  readonly summary: string;
}

/** A workflow's job: steps that hand each other their path and environment. */
export interface Job {
  /** Runs an action of this repository as its action.yml says. */
  run(action: "setup" | "check" | "update", inputs: Readonly<Record<string, string>>, event?: object): Promise<Step>;
}

/**
 * A job on a runner, as far as our actions see one.
 *
 * @param github what the context `github` and the variables of the same name have
 */
export function createJob(
  folder: string,
  workspace: string,
  github: { readonly token: string; readonly api: string },
  env: Readonly<Record<string, string>>,
): Job {
  const temp = mkdtempSync(join(folder, "runner-"));
  const files = Object.fromEntries(
    ["PATH", "ENV", "OUTPUT", "STEP_SUMMARY", "EVENT_PATH"].map((name) => [`GITHUB_${name}`, join(temp, name)]),
  ) as Record<`GITHUB_${string}`, string>;
  let shared: Record<string, string> = { ...env };
  const read = (name: string): string => readFileSync(files[`GITHUB_${name}`] as string, "utf8");

  return {
    async run(action, inputs, event = {}) {
      const place = join(ACTIONS, action);
      const { inputs: known, runs } = parse(readFileSync(join(place, "action.yml"), "utf8")) as ActionFile;
      for (const name of Object.keys(inputs)) if (!(name in known)) throw new Error(`${action} has no input ${name}`);
      const context: Record<string, string> = {
        "github.token": github.token,
        "github.server_url": "http://127.0.0.1:9",
        "github.action_repository": "somebody/factorio-lock",
        "github.action_path": place,
      };
      const filled = (text: string): string =>
        text.replace(/\$\{\{ ([\w.-]+) \}\}/g, (_, name: string) => {
          const value = name.startsWith("inputs.") ? given[name.slice("inputs.".length)] : context[name];
          if (value === undefined) throw new Error(`the runner does not know ${name}`);
          return value;
        });
      const given: Record<string, string> = {};
      for (const [name, { default: usual = "" }] of Object.entries(known)) given[name] = inputs[name] ?? filled(usual);

      mkdirSync(temp, { recursive: true });
      for (const file of Object.values(files)) writeFileSync(file, "");
      writeFileSync(files["GITHUB_EVENT_PATH"] as string, JSON.stringify(event));
      const base = {
        ...shared,
        ...files,
        GITHUB_WORKSPACE: workspace,
        GITHUB_REPOSITORY: "somebody/pack",
        GITHUB_API_URL: github.api,
        RUNNER_TEMP: temp,
        RUNNER_OS: "Linux",
        CI: "true",
      };
      let code = 0;
      let log = "";
      const step = async (program: string, args: readonly string[], more: Readonly<Record<string, string>>) => {
        const child = spawn(program, args, { cwd: workspace, env: { ...base, ...more } });
        for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => (log += String(part)));
        code ||= await new Promise<number>((resolve) => child.once("close", (status) => resolve(status ?? -1)));
      };
      if (runs.main !== undefined) {
        const asInputs = Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]);
        await step(process.execPath, [join(place, runs.main)], Object.fromEntries(asInputs) as Record<string, string>);
      }
      for (const { run, env: own = {} } of runs.steps ?? []) {
        if (run === undefined) continue;
        const values = Object.entries(own).map(([name, value]) => [name, filled(value)]);
        const flags = ["--noprofile", "--norc", "-eo", "pipefail", "-c", filled(run)];
        await step("bash", flags, Object.fromEntries(values) as Record<string, string>);
      }
      const paths = read("PATH").split("\n").filter(Boolean);
      shared = { ...shared, PATH: [...paths, shared["PATH"]].join(":"), ...pairs(read("ENV")) };
      return { code, log, outputs: new Map(Object.entries(pairs(read("OUTPUT")))), summary: read("STEP_SUMMARY") };
    },
  };
}

/** Reads a file of `NAME=VALUE` lines and of values between marks. */
function pairs(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, name, value] of text.matchAll(/^(\w[\w-]*)=(.*)$/gm)) found[name as string] = value as string;
  for (const [, name, , value] of text.matchAll(/^(\w[\w-]*)<<(\S+)\n([\s\S]*?)\n\2$/gm))
    found[name as string] = value as string;
  return found;
}
