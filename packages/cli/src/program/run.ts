import type { FactorioLockError, Warning } from "@factorio-lock/core";
import { type Redactor, redactAddresses } from "@factorio-lock/portal";
import type { Answer, CommandSpec } from "../command/command.ts";
import { helpAnswer } from "../command/help-answer.ts";
import { COMMANDS } from "../commands/index.ts";
import { STATUS } from "../commands/status/command.ts";
import type { Host, Output } from "../host/host.ts";
import type { Context } from "../project/context.ts";
import { createContext } from "../project/create-context.ts";
import { findUpward, MANIFEST_NAME } from "../project/place.ts";
import { redactorFor } from "../project/redactor-for.ts";
import { formatDocument } from "../report/document.ts";
import { type FailureDetail, failureLines, warningLines } from "../report/failure.ts";
import { type Line, line } from "../report/line.ts";
import { createProgress } from "../report/progress.ts";
import { render } from "../report/render.ts";
import { EXIT_CODES } from "../result/exit-code.ts";
import { VERSION } from "../version.ts";
import { createAsk } from "./ask.ts";
import { completeFailure, type Failed } from "./complete-failure.ts";
import { asFailure, interrupted } from "./failure.ts";
import { commandIn, type Parsed, parse } from "./parse.ts";
import { type Settings, settingsFrom } from "./settings.ts";

/**
 * A command that ignores its signal is abandoned after this time. Source: docs/commands.md, "Exit codes".
 */
const STOP_MS = 700;

const VERSION_ANSWER: Answer = { data: { version: VERSION }, page: { out: [line(VERSION)] } };

/** Runs a command line and returns the exit code. Every token that is found is added to the redactor. */
export async function run(
  args: readonly string[],
  host: Host,
  redactor: Redactor = redactorFor(host.env),
): Promise<number> {
  const { redact } = redactor;
  // Data is left unchanged, even if it contains the token: text from outside was redacted by the command.
  const paper = (output: Output, color: boolean) => ({
    width: widthOf(output),
    color,
    redact: output === host.stdout ? redactAddresses : redact,
  });
  let command = "";
  let settings: Settings | undefined;
  let failed: Failed | undefined;
  let context: Context | undefined;
  const json = () => settings?.json ?? asksForJson(args);
  const say = (lines: readonly Line[]) =>
    host.stderr.write(render(lines, paper(host.stderr, settings?.color.err ?? false)));
  const print = (lines: readonly Line[]) =>
    host.stdout.write(render(lines, paper(host.stdout, settings?.color.out ?? false)));

  try {
    command = commandIn(args, COMMANDS).join(" ");
    const parsed = parse(args, COMMANDS);
    settings = settingsFrom(parsed.args, host);
    const spec: CommandSpec | undefined = parsed.spec ?? (isBareCall(parsed, settings, host) ? STATUS : undefined);
    if (parsed.args.flag("version") || parsed.help || !spec) {
      const isVersion = parsed.args.flag("version");
      const { data, page } = isVersion ? VERSION_ANSWER : helpAnswer(spec, parsed.words, COMMANDS);
      if (json()) host.stdout.write(formatDocument(isVersion ? "version" : "help", data, undefined, redact));
      else print(page.out);
      return 0;
    }
    failed = { spec, args: parsed.args };
    const { quiet, verbose } = settings;
    const progress = createProgress(host, settings, redact);
    const here = createContext(host, {
      ...settings.places,
      redactor,
      onEvent: (event) => progress.onEvent(event),
      ...createAsk(host, settings),
      command: args,
    });
    context = here;
    const deliver = (answer: Answer) => {
      progress.end();
      if (json()) {
        host.stdout.write(formatDocument(command, answer.data, answer.failure, redact));
        return;
      }
      if (!(quiet && spec.changes)) print(answer.page.out);
      if (!quiet && answer.page.remarks) say(answer.page.remarks);
      if (!quiet) say([...warningLines(warningsOf(answer.data), verbose), ...(answer.page.hint ?? [])]);
      if (answer.failure) say(failureLines(answer.failure, detailOf(settings)));
    };
    let announced = false;
    const tools = {
      width: widthOf(host.stdout),
      get stdin() {
        return host.stdin;
      },
      commands: COMMANDS,
      ...(host.takeSignals ? { takeSignals: host.takeSignals } : {}),
      announce: (answer: Answer) => {
        announced = true;
        deliver(answer);
      },
    };
    try {
      const work = spec.load().then(({ run: runner }) => runner(here, parsed.args, tools));
      const answer = await Promise.race([work, rejectWhenStopped(host.signal, () => !announced)]);
      if (!announced) deliver(answer);
      return answer.failure ? EXIT_CODES[answer.failure.code] : (answer.exitCode ?? 0);
    } finally {
      progress.end();
    }
  } catch (error) {
    const plain = asFailure(error, host.signal);
    const failure = failed && context ? await completeWithFlags(plain, failed, context) : plain;
    const { warnings } = failure;
    if (json()) host.stdout.write(formatDocument(command, warnings.length > 0 ? { warnings } : {}, failure, redact));
    else
      say([
        ...(settings?.quiet ? [] : warningLines(warnings, settings?.verbose ?? false)),
        ...failureLines(failure, detailOf(settings)),
      ]);
    return EXIT_CODES[failure.code];
  }
}

/** The level of detail of failures; before the command line is read, the default. */
function detailOf(settings: Settings | undefined): FailureDetail {
  return { verbose: settings?.verbose ?? false, explain: settings?.explain ?? false };
}

/** Whether the program was called without a command on a terminal in a modpack: then the status is shown, not help. */
function isBareCall({ words, help, args }: Parsed, settings: Settings, host: Host): boolean {
  if (words.length > 0 || help || args.flag("version") || settings.json || host.stdout.isTTY !== true) return false;
  return findUpward(settings.places.cwd ?? host.cwd, MANIFEST_NAME) !== undefined;
}

/** Completes a failure with what only the command line knows: the flags that were given, and those that exist. */
async function completeWithFlags(
  failure: FactorioLockError,
  failed: Failed,
  context: Context,
): Promise<FactorioLockError> {
  const complete = completeFailure(failure, failed, COMMANDS);
  if (complete.code !== "PORTAL_UNREACHABLE") return complete;
  return (await import("./offline-hint.ts")).withOfflineHint(complete, failed, context);
}

/**
 * Rejects some time after the signal is aborted, so that a command that ignores it cannot keep the user waiting. Never
 * rejects if `isActive` returns false, because the signal is then the usual end of the command.
 */
function rejectWhenStopped(signal: AbortSignal, isActive: () => boolean): Promise<never> {
  return new Promise((_, reject) => {
    const give = () => isActive() && reject(interrupted());
    const arm = () => setTimeout(give, STOP_MS).unref();
    if (signal.aborted) arm();
    else signal.addEventListener("abort", arm, { once: true });
  });
}

function warningsOf(data: object): readonly Warning[] {
  return (data as { warnings?: readonly Warning[] }).warnings ?? [];
}

/** Whether a command line that cannot be read asks for JSON all the same. */
function asksForJson(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  return (end < 0 ? args : args.slice(0, end)).includes("--json");
}

/** The width of the output; unlimited if it is not a terminal. */
function widthOf(output: Output): number {
  return output.isTTY === true ? (output.columns ?? 80) : Number.POSITIVE_INFINITY;
}
