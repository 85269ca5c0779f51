import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import type { CaseNotation } from "./notation.ts";

/** A small picture of a registry, with what must come of it. Kept in `test/scenarios/*.yaml`. */
export interface Scenario extends CaseNotation {
  readonly name: string;
  /** The rules of docs/rules.md that it is about, and sections and cases of docs/factorio.md: `8.3.4`. */
  readonly rules: readonly string[];
  /** Why it is hard, or what simple tools get wrong. */
  readonly why: string;
  /** `NAME VERSION` for each mod, builtins by name alone, joined by commas; `base` goes without saying. */
  readonly answer?: string;
  /** The expected warnings, each `MOD` or `CODE MOD`; none by default; `any`: not checked. */
  readonly warns?: readonly string[] | "any";
  /** Expected `minimumFactorio`; null: none. */
  readonly minimum?: string | null;
  /** Expected error code. */
  readonly fails?: string;
  /** The texts that message and explanation must contain, and those that they must not. */
  readonly says?: readonly string[];
  readonly silent?: readonly string[];
  /** Commands that must be among the suggestions. */
  readonly suggests?: readonly string[];
}

const FOLDER = new URL("../../scenarios/", import.meta.url);

/** All scenarios by theme: the name of their file. */
export function readScenarios(): [theme: string, scenarios: readonly Scenario[]][] {
  const files = readdirSync(fileURLToPath(FOLDER)).filter((file) => file.endsWith(".yaml"));
  return files.sort().map((file) => {
    const text = readFileSync(new URL(file, FOLDER), "utf8");
    return [file.replace(".yaml", ""), parse(text) as Scenario[]];
  });
}
