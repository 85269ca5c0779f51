/** The counters of a mirror, for Prometheus. */
export interface Metrics {
  /** Records a finished request, also if its client disconnected. */
  record(answered: Answered): void;
  /** Changes the number of running requests by 1 or -1. */
  underWay(change: 1 | -1): void;
  /** The number of finished requests, and the bytes sent for them. */
  totals(): { readonly requests: number; readonly failed: number; readonly bytes: number };
  /** The counters in Prometheus' text format, with gauges added. */
  text(gauges: Readonly<Record<string, number>>): string;
}

interface Answered {
  /** The name of the route, such as `full` or `download`. */
  readonly route: string;
  readonly status: number;
  /** Bytes sent, head and body. */
  readonly bytes: number;
  readonly milliseconds: number;
}

/** The upper bounds of the histogram's buckets, in seconds. */
const BUCKETS = [0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10, 60];

/** The counters of a route. */
interface Counters {
  readonly statuses: Map<number, number>;
  bytes: number;
  /** The number of answers in each bucket. */
  readonly counts: number[];
  /** The total duration of all answers in seconds. */
  seconds: number;
  total: number;
}

export function createMetrics(): Metrics {
  const routes = new Map<string, Counters>();
  let open = 0;
  const countersOf = (route: string): Counters => {
    const known = routes.get(route);
    if (known) return known;
    const none = { statuses: new Map<number, number>(), bytes: 0, counts: BUCKETS.map(() => 0), seconds: 0, total: 0 };
    routes.set(route, none);
    return none;
  };

  return {
    record({ route, status, bytes, milliseconds }) {
      const seconds = milliseconds / 1000;
      const counters = countersOf(route);
      counters.statuses.set(status, (counters.statuses.get(status) ?? 0) + 1);
      counters.bytes += bytes;
      counters.seconds += seconds;
      counters.total += 1;
      const at = BUCKETS.findIndex((end) => seconds <= end);
      if (at >= 0) counters.counts[at] = (counters.counts[at] ?? 0) + 1;
    },
    underWay(change) {
      open += change;
    },
    totals() {
      const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);
      const all = [...routes.values()];
      const failed = all.flatMap(({ statuses }) => [...statuses].map(([status, count]) => (status >= 500 ? count : 0)));
      return {
        requests: sum(all.map(({ total }) => total)),
        failed: sum(failed),
        bytes: sum(all.map((counters) => counters.bytes)),
      };
    },
    text(gauges) {
      const requests = [...routes].flatMap(([route, { statuses }]) =>
        [...statuses].map(([status, count]) => [`route="${route}",status="${status}"`, count] as const),
      );
      const sent = [...routes].map(([route, { bytes }]) => [`route="${route}"`, bytes] as const);
      const lines = [
        ...counter("requests_total", "Requests answered.", requests),
        ...counter("response_bytes_total", "Bytes sent, heads and bodies.", sent),
        "# HELP factorio_mirror_request_duration_seconds Time from the request's head to the end of the answer.",
        "# TYPE factorio_mirror_request_duration_seconds histogram",
        ...[...routes].flatMap(([route, counters]) => histogram(route, counters)),
      ];
      for (const [name, value] of Object.entries({ requests_under_way: open, ...gauges })) {
        lines.push(`# TYPE factorio_mirror_${name} gauge`, `factorio_mirror_${name} ${value}`);
      }
      return `${lines.join("\n")}\n`;
    },
  };
}

function counter(name: string, help: string, values: readonly (readonly [labels: string, value: number])[]): string[] {
  const metric = `factorio_mirror_${name}`;
  const samples = values.map(([labels, value]) => `${metric}{${labels}} ${value}`);
  return [`# HELP ${metric} ${help}`, `# TYPE ${metric} counter`, ...samples];
}

function histogram(route: string, { counts, seconds, total }: Counters): string[] {
  const metric = "factorio_mirror_request_duration_seconds";
  let below = 0;
  const buckets = BUCKETS.map((end, at) => {
    below += counts[at] ?? 0;
    return `${metric}_bucket{route="${route}",le="${end}"} ${below}`;
  });
  return [
    ...buckets,
    `${metric}_bucket{route="${route}",le="+Inf"} ${total}`,
    `${metric}_sum{route="${route}"} ${seconds}`,
    `${metric}_count{route="${route}"} ${total}`,
  ];
}
