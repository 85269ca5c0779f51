import { processHost } from "../host/host.ts";
import { redactorFor } from "../project/redactor-for.ts";
import { failureLines } from "../report/failure.ts";
import { render } from "../report/render.ts";
import { EXIT_CODES } from "../result/exit-code.ts";
import { asFailure, interrupted } from "./failure.ts";
import { run } from "./run.ts";

/** Runs a command line in this process and ends it with the exit code. */
export async function main(args: readonly string[]): Promise<void> {
  const controller = new AbortController();
  const listeners = new Set<(signal: NodeJS.Signals) => void>();
  const stop = (signal: NodeJS.Signals) => {
    if (listeners.size > 0) {
      for (const listener of listeners) listener(signal);
      return;
    }
    if (controller.signal.aborted) process.exit(130);
    controller.abort(interrupted());
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  // SIGHUP ends this process by default; it is handled only while a child program has to receive it.
  const takeSignals = (listener: (signal: NodeJS.Signals) => void) => {
    listeners.add(listener);
    process.on("SIGHUP", stop);
    return () => {
      listeners.delete(listener);
      process.off("SIGHUP", stop);
    };
  };
  const redactor = redactorFor(process.env);
  // A reader that stops reading (`| head`) is not a failure.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    const { message } = asFailure(Object.assign(error, { path: "Standard output" }), controller.signal);
    process.stderr.write(`error: ${message}\n`);
    process.exit(EXIT_CODES.FAILED);
  });
  process.stderr.on("error", () => {});
  // A defect outside any command is reported like one inside, with secrets redacted.
  process.on("uncaughtException", (error) => {
    const lines = failureLines(asFailure(error, controller.signal), {
      verbose: args.includes("--verbose"),
      explain: false,
    });
    process.stderr.write(render(lines, { width: Number.POSITIVE_INFINITY, color: false, redact: redactor.redact }));
    process.exit(EXIT_CODES.INTERNAL);
  });
  const host = processHost(controller.signal, takeSignals);
  // Loaded only if the Explorer may have started it: without an argument, or with one file.
  const explorer = host.platform === "win32" && args.length < 2 ? await import("./explorer-start.ts") : undefined;
  const start = await explorer?.explorerStart(explorer.ownStart(args, host));
  const code = await run(start?.args ?? args, host, redactor);
  if (start) await explorer?.awaitReader(host);
  await Promise.all([flush(process.stdout), flush(process.stderr)]);
  process.exit(code);
}

function flush(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write("", () => resolve());
  });
}
