import { describeLaws } from "./describe-laws.ts";
import { LAWS } from "./laws.ts";

// 300 registries in the usual run, 10,000 in `pnpm test:long`; `RUNS` and `SEED` choose others.
describeLaws("laws of resolution", LAWS, process.env["LONG"] ? 10_000 : 300);
