import { fileURLToPath } from "node:url";

/** How Node runs a program that knows no portal but the real one, so that another one answers it. */
export const reaching = {
  words: ["--import", fileURLToPath(new URL("./portal-address.mjs", import.meta.url))],
  env: (portal: string, home: string): Readonly<Record<string, string | undefined>> => ({
    PATH: process.env["PATH"],
    HOME: home,
    BENCH_PORTAL: portal,
  }),
} as const;
