import type { Redactor } from "@factorio-lock/portal";
import type { CommandEvent } from "./event.ts";

/** The inputs of a command from its caller, the command line or a program that uses the library. */
export interface Context {
  /** The folder from which mods.yaml is searched for upward. Absolute. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly home: string;
  /** The mod portal's address; undefined for the official one. */
  readonly portalUrl: string | undefined;
  /** Send credentials to any portal, even by plain http. */
  readonly insecure?: boolean | undefined;
  /** Overrides the manifest's mod directory. Absolute. */
  readonly modDirectory: string | undefined;
  /** Where archives and metadata are kept. Absolute. */
  readonly cacheDirectory: string;
  /** The folder of the login file. Absolute. */
  readonly configDirectory: string;
  /** The words of the running command after the program's name, as the history shows them. */
  readonly command?: readonly string[] | undefined;
  /** A clock in milliseconds, of which only differences mean something. */
  now(): number;
  readonly signal: AbortSignal;
  /** Removes every token that was found from text. */
  readonly redactor: Redactor;
  onEvent(event: CommandEvent): void;
  /** Asks the user; undefined without a terminal. */
  readonly ask?: Ask | undefined;
}

/** Questions to the user. An interrupted question throws INTERRUPTED. */
export interface Ask {
  text(question: string): Promise<string>;
  /** Without echo. */
  secret(question: string): Promise<string>;
  /** The `value` of one of the choices. */
  choose(question: string, choices: readonly Choice[]): Promise<string>;
  /** Whether the answer is yes; the keys y and n answer at once. */
  confirm(question: string, answers: YesOrNo): Promise<boolean>;
}

/** The labels of the two answers, and which one is selected at first. */
export interface YesOrNo {
  readonly yes: string;
  readonly no: string;
  readonly initial: boolean;
}

/** One of several choices. */
export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
}

/** Whether the environment says that this is an automatic build. Source: docs/commands.md, "With every command". */
export function isCi(context: Pick<Context, "env">): boolean {
  const value = context.env["CI"] ?? "";
  return value !== "" && value !== "0" && value.toLowerCase() !== "false";
}
