import { inflateRawSync } from "node:zlib";
import { inflateStart } from "../archive/inflate-start.ts";
import { type Inflater, tooLarge } from "./inflater.ts";

/** Unpacks with Node's zlib. */
export const nodeInflater: Inflater = {
  whole: (packed, limit) => {
    try {
      return inflateRawSync(packed, { maxOutputLength: Math.max(limit, 1) });
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE" ? tooLarge(limit) : "is damaged";
    }
  },
  start: inflateStart,
};
