import type { FactorioLockError } from "@factorio-lock/core";
import type { GenericSchema } from "valibot";
import type { Host, Input } from "../host/host.ts";
import type { Context } from "../project/context.ts";
import type { Page } from "../report/page.ts";
import type { ResultOf } from "../result/field.ts";
import type { GLOBAL_OPTIONS } from "./global-flags.ts";

/** The completions of an argument in a shell: a source of words, or the words themselves. */
export type Words = "locked-mods" | "known-mods" | "files" | "folders" | readonly string[];

/** A flag of a command. */
export interface OptionSpec {
  /** Without dashes: `dry-run`. */
  readonly name: string;
  readonly alias?: string;
  /** The placeholder of the value in help; a flag without one is a switch. */
  readonly value?: string;
  /** Whether it may be given more than once, each time with another value. */
  readonly many?: boolean;
  readonly summary: string;
  readonly words?: Words;
  /** The value must be one of `words`. */
  readonly closed?: boolean;
}

/** An argument without dashes. */
export interface PositionalSpec {
  /** As help shows it: `MOD[@RANGE]`. */
  readonly name: string;
  readonly required?: boolean;
  /** Whether it takes all the remaining words. */
  readonly many?: boolean;
  readonly summary: string;
  readonly words?: Words;
  /** The words by the value of the previous argument, if they depend on it. */
  readonly wordsAfter?: ReadonlyMap<string, Words>;
  /** The value must be one of `words`. */
  readonly closed?: boolean;
}

/** An example of use. */
interface Example {
  readonly command: string;
  readonly summary: string;
}

/** A command as data: parsing, help, completion and the documentation read the same table. */
export interface CommandSpec {
  /** `["cache", "size"]` */
  readonly words: readonly string[];
  readonly group: "modpack" | "look" | "portal" | "machine" | "more";
  /** One line, without a full stop. */
  readonly summary: string;
  /** The long description: one paragraph each. */
  readonly about?: readonly string[];
  readonly positionals?: readonly PositionalSpec[];
  readonly options?: readonly OptionSpec[];
  readonly examples?: readonly Example[];
  /** Whether it changes something: with `--quiet` it then prints only errors. */
  readonly changes?: boolean;
  /** Whether its remedies only edit mods.yaml, so that the user has to run it again afterwards. */
  readonly again?: boolean;
  /** Whether help and completion leave it out. */
  readonly hidden?: boolean;
  load(): Loading;
  /** Loads the declaration of its result: only for a schema, never to run the command. */
  result(): Promise<ResultModule>;
}

/** A module that declares a result. */
export interface ResultModule {
  readonly result: GenericSchema;
  /** Schemas that the result refers to by name because it is recursive. */
  readonly definitions?: Readonly<Record<string, GenericSchema>>;
}

/** The type of a declared command's result. */
type DataOf<S> = S extends { result(): Promise<{ readonly result: infer R extends GenericSchema }> }
  ? ResultOf<R>
  : object;

/** The flags of a declared command, or of a list of flags, as literal types. */
type FlagOf<S> = S extends { readonly options: readonly (infer Flag)[] }
  ? Flag
  : S extends readonly (infer Flag)[]
    ? Flag
    : never;

type Named<Flag> = Flag extends { readonly name: infer Name extends string } ? Name : never;

type KnownFlag<S> = FlagOf<S> | FlagOf<typeof GLOBAL_OPTIONS>;

/** The names of the switches that a command has, the global ones included. */
type SwitchOf<S> = Named<Exclude<KnownFlag<S>, { readonly value: string }>>;

/** The names of the flags with a value that a command has, the global ones included. */
type ValueOf<S> = Named<Extract<KnownFlag<S>, { readonly value: string }>>;

/** The arguments of one call. A name that the command does not declare is a compile-time error. */
export interface Args<Switch extends string = never, Value extends string = never> {
  /** Whether a switch was given. */
  readonly flag: (name: Switch) => boolean;
  /** The value of a flag; undefined if it was not given. */
  readonly text: (name: Value) => string | undefined;
  /** Every value of a flag that may be given more than once. */
  readonly all: (name: Value) => readonly string[];
  /** The positional arguments, in order. */
  readonly words: readonly string[];
}

/** The arguments of a declared command. */
export type ArgsOf<S> = Args<SwitchOf<S>, ValueOf<S>>;

/** The arguments of any command: every name is accepted. */
export type AnyArgs = Args<string, string>;

/** The result of a command, for programs and for people. */
export interface Answer<Data = object> {
  /** The content of the `--json` document. */
  readonly data: Data;
  /** The same data as text for people. */
  readonly page: Page;
  /** Set if the command failed and still has something to show. */
  readonly failure?: FactorioLockError;
  /** The exit code on success, if it is not 0. */
  readonly exitCode?: number;
}

/** Runs a command: calls its function and words the answer. Its data must be of the declared type. */
export type Runner<S = unknown> = (context: Context, args: ArgsOf<S>, tools: Tools) => Promise<Answer<DataOf<S>>>;

/** A command's module, loaded only when the command is called. */
export type Loading = Promise<{
  readonly run: (context: Context, args: AnyArgs, tools: Tools) => Promise<Answer>;
}>;

/** The parts of the command line that are not in the context. */
interface Tools {
  /** Columns for tables. */
  readonly width: number;
  readonly stdin: Input;
  /** All commands, for those that describe the others, such as `help`. */
  readonly commands: readonly CommandSpec[];
  /** Routes this process's signals to a listener; undefined if the caller owns the process. */
  readonly takeSignals?: Host["takeSignals"];
  /** Prints an answer while the command still runs, for one such as `mirror serve` that runs until it is stopped. */
  announce(answer: Answer): void;
}
