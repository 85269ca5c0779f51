import type { Handler } from "./exchange.ts";
import { sendJson } from "./send-message.ts";
import { writeHead } from "./write-head.ts";

/** `GET /healthz`: reports that the mirror is running, and how much it serves. */
export const handleHealth: Handler = (exchange) => {
  sendJson(exchange, 200, { status: "ok", ...exchange.service.catalog.size() }, ["Cache-Control", "no-store"]);
};

/** `GET /metrics`: counters in Prometheus' text format. */
export const handleMetrics: Handler = (exchange) => {
  const { metrics, catalog, budget, sendWindows } = exchange.service;
  const bytes = { bytes_in_flight: budget.taken(), bytes_ahead_of_clients: sendWindows.ahead() };
  const gauges = { ...bytes, resident_memory_bytes: process.memoryUsage.rss() };
  const body = metrics.text({ ...catalog.size(), ...gauges });
  writeHead(exchange, 200, ["Content-Type", "text/plain; version=0.0.4", "Cache-Control", "no-store"]);
  exchange.response.end(body);
};
