/** A measured command, beside what bounds it. */
export interface Comparison {
  readonly title: string;
  /** What is compared with, in words. */
  readonly peer: string;
  /** What is wanted: at most so many times the peer, at least so many times its rate, or at most so much in all. */
  readonly target: Target;
  readonly unit: "ms" | "MB" | "requests/s";
  /** How many rounds are measured; the first before them is not. */
  readonly rounds: number;
  /** Without that first round: where a round takes long, and nothing of it gets warm. */
  readonly isCold?: boolean;
  /** What the figures do not say. */
  readonly note?: string;
  /** Measures both sides once, one directly after the other. */
  measure(): Promise<{ readonly ours: number; readonly theirs?: number; readonly others?: Others }>;
  /** Called once after all rounds. */
  close?(): Promise<void>;
}

/** Further peers on the same work, by name. */
type Others = Readonly<Record<string, number>>;

type Target =
  | { readonly kind: "ratio"; readonly most: number }
  | { readonly kind: "rate"; readonly least: number }
  | { readonly kind: "more"; readonly most: number }
  | { readonly kind: "all"; readonly most: number };

/** A measured comparison: medians of all rounds. */
export interface Row {
  readonly title: string;
  readonly ours: number;
  readonly theirs: number | undefined;
  readonly others: Others;
  readonly isMet: boolean;
  readonly comparison: Comparison;
}

/** Measures a comparison; the two sides take turns, so that what else the machine does falls on both. */
export async function compare(comparison: Comparison): Promise<Row> {
  const rounds: Awaited<ReturnType<Comparison["measure"]>>[] = [];
  try {
    // The first round warms caches and the compiled form of the program.
    for (let round = comparison.isCold ? 1 : 0; round <= comparison.rounds; round += 1) {
      const measured = await comparison.measure();
      if (round > 0) rounds.push(measured);
    }
  } finally {
    await comparison.close?.();
  }
  const ours = median(rounds.map((round) => round.ours));
  const known = rounds.flatMap(({ theirs }) => (theirs === undefined ? [] : [theirs]));
  const theirs = known.length > 0 ? median(known) : undefined;
  const names = Object.keys(rounds[0]?.others ?? {});
  const others = Object.fromEntries(
    names.map((name) => [name, median(rounds.map((round) => round.others?.[name] ?? Number.NaN))]),
  );
  return { title: comparison.title, ours, theirs, others, isMet: isMet(comparison.target, ours, theirs), comparison };
}

function isMet(target: Target, ours: number, theirs = Number.NaN): boolean {
  switch (target.kind) {
    case "ratio":
      return ours / theirs <= target.most;
    case "rate":
      return ours / theirs >= target.least;
    case "more":
      return ours <= theirs + target.most;
    case "all":
      return ours <= target.most;
  }
}

/** The middle one of some numbers. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** The head of the table, and its lines in Markdown. */
export const HEAD: string =
  "| work | ours | peer | | ratio | target | |\n| --- | ---: | --- | ---: | ---: | --- | --- |";

/** A row as a line of the table, with a line for each further peer. */
export function lineOf({ title, ours, theirs, others, isMet: met, comparison }: Row): string {
  const { peer, target, unit, note } = comparison;
  const figure = (value: number) => `${value.toFixed(value < 10 ? 1 : 0)} ${unit}`;
  const ratio = (value: number) => `${(ours / value).toFixed(2)} ×`;
  const first = [title, figure(ours), peer, theirs ? figure(theirs) : "", theirs ? ratio(theirs) : ""];
  const verdict = `${met ? "met" : "**not met**"}${note ? `; ${note}` : ""}`;
  return [
    [...first, wordsOf(target, unit), verdict],
    ...Object.entries(others).map(([name, value]) => ["", "", name, figure(value), ratio(value), "", ""]),
  ]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}

function wordsOf(target: Target, unit: string): string {
  switch (target.kind) {
    case "ratio":
      return `≤ ${target.most} ×`;
    case "rate":
      return `≥ ${target.least} ×`;
    case "more":
      return `≤ peer + ${target.most} ${unit}`;
    case "all":
      return `≤ ${target.most} ${unit}`;
  }
}
