import type { Topic } from "./topic.ts";
import { credentials } from "./topics/credentials.ts";
import { environment } from "./topics/environment.ts";
import { exitCodes } from "./topics/exit-codes.ts";
import { json } from "./topics/json.ts";
import { lockfile } from "./topics/lockfile.ts";
import { manifest } from "./topics/manifest.ts";
import { ranges } from "./topics/ranges.ts";

/** Every topic, in name order. */
export const TOPICS: readonly Topic[] = [credentials, environment, exitCodes, json, lockfile, manifest, ranges];
