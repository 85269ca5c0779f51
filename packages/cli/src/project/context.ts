import type { Redactor } from "@factorio-lock/portal";
import type { CommandEvent } from "./event.ts";

/** The surroundings of every command, whoever calls it: the command line or a program of your own. */
export interface Context {
  /** The folder from which mods.yaml is searched for upward. Absolute. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly home: string;
  /** The mod portal's address; undefined for the real one. */
  readonly portalUrl: string | undefined;
  /** Send credentials to a portal that is asked by plain http, whichever it is. */
  readonly insecure?: boolean | undefined;
  /** Overrides the manifest's mod directory. Absolute. */
  readonly modDirectory: string | undefined;
  /** Where archives and metadata are kept. Absolute. */
  readonly cacheDirectory: string;
  /** Where the login file lies. Absolute. */
  readonly configDirectory: string;
  /** The words of the command that is run, behind the program's name, as the history shows them. */
  readonly command?: readonly string[] | undefined;
  /** Milliseconds; only differences mean something. */
  now(): number;
  readonly signal: AbortSignal;
  /** Knows every token that was found, and removes it from text. */
  readonly redactor: Redactor;
  onEvent(event: CommandEvent): void;
  /** Asks the user; absent if nobody is there to answer. */
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

/** The two answers in words, and which one Enter gives. */
export interface YesOrNo {
  readonly yes: string;
  readonly no: string;
  readonly initial: boolean;
}

/** One thing to choose. */
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
