import { cleanText } from "@factorio-lock/core";
import { advanceProgress, type FetchEvent, NO_PROGRESS, type Progress as Transfer } from "@factorio-lock/fetcher";
import type { Host } from "../host/host.ts";
import type { CommandEvent } from "../project/event.ts";
import { formatBytes, formatDuration } from "./amount.ts";
import { count, hanging, type Line, line, tone } from "./line.ts";
import { render } from "./render.ts";
import { usableWidth } from "./usable-width.ts";

/** Shows on stderr what a command is doing. */
export interface Progress {
  onEvent(event: CommandEvent): void;
  /** Clears the progress line. May be called again. */
  end(): void;
}

/** The settings that the display depends on. */
export interface ProgressSettings {
  readonly quiet: boolean;
  readonly json: boolean;
  readonly verbose: boolean;
  readonly progress: boolean;
  readonly color: { readonly err: boolean };
}

/** How often a terminal is redrawn, and how often a line is written elsewhere. */
const REDRAW_MS = 100;
const PLAIN_LINE_MS = 5_000;

/**
 * On a terminal, redraws one line: bytes in all, rate, time left, the files under way. Elsewhere, writes a plain line every
 * few seconds. Notes and warnings are also shown without a progress display; with `--quiet`, nothing is shown.
 */
export function createProgress(
  host: Pick<Host, "stderr" | "now">,
  settings: ProgressSettings,
  redact: (text: string) => string,
): Progress {
  const { stderr, now } = host;
  const terminal = stderr.isTTY === true;
  let transfer = NO_PROGRESS;
  let drawn = false;
  let last = now();

  const columns = () => (terminal ? usableWidth(stderr.columns) : Number.POSITIVE_INFINITY);
  const write = (lines: readonly Line[]) =>
    stderr.write(render(lines, { width: columns(), color: settings.color.err, redact }));
  const clear = () => {
    if (drawn) stderr.write("\r\u001b[2K");
    drawn = false;
  };
  const say = (...lines: Line[]) => {
    if (settings.quiet || settings.json) return;
    clear();
    write(lines);
  };
  const draw = (text: string) => {
    clear();
    const cut = redact(cleanText(text)).slice(0, columns() - 1);
    stderr.write(cut);
    drawn = true;
  };
  const show = (force: boolean) => {
    if (!settings.progress || (!force && now() - last < (terminal ? REDRAW_MS : PLAIN_LINE_MS))) return;
    last = now();
    if (terminal) draw(statusLine(transfer));
    else write([line(statusLine(transfer))]);
  };
  const showResolving = (mods: number) => {
    if (!terminal || !settings.progress || (drawn && now() - last < REDRAW_MS)) return;
    last = now();
    draw(mods === 0 ? "Resolving …" : `Resolving … ${count(mods, "mod")} looked at`);
  };
  const onFetch = (event: FetchEvent) => {
    transfer = advanceProgress(transfer, event);
    if (event.kind === "retry" && settings.verbose)
      say(line(`${event.archive.fileName}: ${event.reason}; trying again.`));
    if (event.kind === "failed" && settings.verbose) say(line(`${event.archive.fileName}: ${event.message}`));
    show(false);
  };

  return {
    onEvent(event) {
      if (event.kind === "fetch") onFetch(event.event);
      else if (event.kind === "resolving") showResolving(event.mods);
      else if (event.kind === "resolved") {
        say(line("Resolved ", tone.strong(count(event.mods, "mod")), ` in ${formatDuration(event.milliseconds)}`));
      } else if (event.kind === "waiting") {
        say(line(`Waiting for ${event.holder}, which is busy with the mod directory …`));
      } else if (event.kind === "applying" && terminal && settings.progress) draw("Placing mods …");
      else if (event.kind === "note") say(hanging(2, event.text));
      else if (event.kind === "warning") say(hanging(2, tone.notice("warning:"), ` ${event.text}`));
      else if (event.kind === "detail" && settings.verbose) say(line(event.text));
    },
    end: clear,
  };
}

/** `Downloading 3 of 12: 4.2 MB of 31 MB, 1.2 MB/s, 22 s left: flib_0.16.5.zip, …` */
export function statusLine({ files, bytes, rate, secondsLeft, underWay }: Transfer): string {
  const wanted = files.total - files.reused;
  const received = formatBytes(bytes.received);
  const parts = [bytes.expected === undefined ? received : `${received} of ${formatBytes(bytes.expected)}`];
  if (rate !== undefined) parts.push(`${formatBytes(rate)}/s`);
  if (secondsLeft !== undefined) parts.push(`${formatDuration(secondsLeft * 1000)} left`);
  const names = underWay.map(({ fileName }) => fileName);
  const which = names.length > 0 ? `: ${names.join(", ")}` : "";
  return `Downloading ${Math.min(files.done + 1, wanted)} of ${wanted}: ${parts.join(", ")}${which}`;
}
