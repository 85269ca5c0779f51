import type { FactorioLockError } from "@factorio-lock/core";
import type { Context } from "../project/context.ts";
import type { Page } from "../report/page.ts";
import type { Input } from "./host.ts";

/** Where the words of an argument come from, for completion in a shell. */
export type Words = "locked-mods" | "known-mods" | "files" | "folders" | readonly string[];

/** A flag of a command. */
export interface OptionSpec {
  /** Without dashes: `dry-run`. */
  readonly name: string;
  readonly alias?: string;
  /** What stands for the value in help; a flag without one is a switch. */
  readonly value?: string;
  readonly says: string;
  readonly words?: Words;
  /** The value must be one of `words`. */
  readonly closed?: boolean;
}

/** An argument without dashes. */
export interface PositionalSpec {
  /** As help shows it: `MOD[@RANGE]`. */
  readonly name: string;
  readonly required?: boolean;
  /** Whether it takes all that follow. */
  readonly many?: boolean;
  readonly says: string;
  readonly words?: Words;
  /** The words where they depend on the argument before, by that argument. */
  readonly wordsAfter?: ReadonlyMap<string, Words>;
  /** The value must be one of `words`. */
  readonly closed?: boolean;
}

/** An example of use. */
interface Example {
  readonly command: string;
  readonly says: string;
}

/** A command as data: parsing, help, completion and the documentation read the same table. */
export interface CommandSpec {
  /** `["cache", "size"]` */
  readonly words: readonly string[];
  readonly group: "modpack" | "look" | "portal" | "machine" | "more";
  /** One line, without a full stop. */
  readonly says: string;
  /** More, a paragraph each. */
  readonly about?: readonly string[];
  readonly positionals?: readonly PositionalSpec[];
  readonly options?: readonly OptionSpec[];
  readonly examples?: readonly Example[];
  /** Whether it changes something, so that `--quiet` leaves nothing to print but errors. */
  readonly changes?: boolean;
  /** Whether help and completion leave it out. */
  readonly hidden?: boolean;
  load(): Promise<{ readonly run: Runner }>;
}

/** The arguments of one call, typed at the edge. */
export interface Args {
  flag(name: string): boolean;
  text(name: string): string | undefined;
  /** The positional arguments, in order. */
  readonly words: readonly string[];
}

/** What a command has to say. */
export interface Answer {
  /** The content of the `--json` document. */
  readonly data: object;
  /** The same for people. */
  readonly page: Page;
  /** Set where there is something to show although the command failed. */
  readonly failure?: FactorioLockError;
  /** Where success is told by another number than 0. */
  readonly exitCode?: number;
}

/** Runs a command: calls its function and words the answer. */
export type Runner = (context: Context, args: Args, tools: Tools) => Promise<Answer>;

/** What only the command line has. */
interface Tools {
  /** Columns for tables. */
  readonly width: number;
  readonly stdin: Input;
  /** Every command, for those that tell of the others. */
  readonly commands: readonly CommandSpec[];
  /** Prints an answer before the command ends, for one that goes on until it is stopped. */
  announce(answer: Answer): void;
}
