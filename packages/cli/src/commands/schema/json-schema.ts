/** A JSON Schema (draft 2020-12) as data. */
export type JsonSchema = { readonly [key: string]: unknown };

/** The dialect that all schemas here are written in. */
export const DIALECT = "https://json-schema.org/draft/2020-12/schema";
