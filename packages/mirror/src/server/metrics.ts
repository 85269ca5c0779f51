/** The counters of a mirror, for Prometheus. */
export interface Metrics {
  /** A request that was answered, or whose client went away. */
  record(answered: Answered): void;
  /** One more (1) or one fewer (-1) request under way. */
  underWay(change: 1 | -1): void;
  /** All requests that were answered, and the bytes sent for them. */
  totals(): { readonly requests: number; readonly failed: number; readonly bytes: number };
  /** The counters in Prometheus' text format, with gauges added. */
  text(gauges: Readonly<Record<string, number>>): string;
}

interface Answered {
  /** The kind of address, from a closed set, such as `full` or `download`. */
  readonly route: string;
  readonly status: number;
  /** Bytes sent, head and body. */
  readonly bytes: number;
  readonly milliseconds: number;
}

/** The upper ends of the classes of duration, in seconds. */
const CLASSES = [0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10, 60];

interface Timing {
  readonly counts: number[];
  sum: number;
  total: number;
}

export function createMetrics(): Metrics {
  const requests = new Map<string, number>();
  const sent = new Map<string, number>();
  const timings = new Map<string, Timing>();
  let open = 0;
  const add = (map: Map<string, number>, key: string, by: number): void => void map.set(key, (map.get(key) ?? 0) + by);

  return {
    record({ route, status, bytes, milliseconds }) {
      const seconds = milliseconds / 1000;
      add(requests, `route="${route}",status="${status}"`, 1);
      add(sent, `route="${route}"`, bytes);
      const timing = timings.get(route) ?? { counts: CLASSES.map(() => 0), sum: 0, total: 0 };
      timings.set(route, timing);
      timing.sum += seconds;
      timing.total += 1;
      const at = CLASSES.findIndex((end) => seconds <= end);
      if (at >= 0) timing.counts[at] = (timing.counts[at] ?? 0) + 1;
    },
    underWay(change) {
      open += change;
    },
    totals() {
      const sum = (values: Iterable<number>): number => [...values].reduce((all, one) => all + one, 0);
      const failed = [...requests].flatMap(([labels, count]) => (/status="5/.test(labels) ? [count] : []));
      return { requests: sum(requests.values()), failed: sum(failed), bytes: sum(sent.values()) };
    },
    text(gauges) {
      const lines = [
        ...counter("requests_total", "Requests answered.", requests),
        ...counter("response_bytes_total", "Bytes sent, heads and bodies.", sent),
        "# HELP factorio_mirror_request_duration_seconds Time from the request's head to the end of the answer.",
        "# TYPE factorio_mirror_request_duration_seconds histogram",
        ...[...timings].flatMap(([route, timing]) => histogram(route, timing)),
      ];
      for (const [name, value] of Object.entries({ requests_under_way: open, ...gauges })) {
        lines.push(`# TYPE factorio_mirror_${name} gauge`, `factorio_mirror_${name} ${value}`);
      }
      return `${lines.join("\n")}\n`;
    },
  };
}

function counter(name: string, help: string, values: ReadonlyMap<string, number>): string[] {
  const metric = `factorio_mirror_${name}`;
  const samples = [...values].map(([labels, value]) => `${metric}{${labels}} ${value}`);
  return [`# HELP ${metric} ${help}`, `# TYPE ${metric} counter`, ...samples];
}

function histogram(route: string, { counts, sum, total }: Timing): string[] {
  const metric = "factorio_mirror_request_duration_seconds";
  let below = 0;
  const buckets = CLASSES.map((end, at) => {
    below += counts[at] ?? 0;
    return `${metric}_bucket{route="${route}",le="${end}"} ${below}`;
  });
  return [
    ...buckets,
    `${metric}_bucket{route="${route}",le="+Inf"} ${total}`,
    `${metric}_sum{route="${route}"} ${sum}`,
    `${metric}_count{route="${route}"} ${total}`,
  ];
}
