declare const content: unique symbol;

/** A JSON Schema (draft 2020-12) as data. `T` is the type of the values that it admits, for the compiler alone. */
export type JsonSchema<T = unknown> = { readonly [key: string]: unknown; readonly [content]?: T };

/** The type of the values that a schema admits. */
export type Content<S> = S extends JsonSchema<infer T> ? T : never;

/** The dialect that all schemas here are written in. */
export const DIALECT = "https://json-schema.org/draft/2020-12/schema";

type Properties = Readonly<Record<string, JsonSchema>>;

type ObjectOf<P extends Properties, Optional extends PropertyKey> = {
  readonly [K in Exclude<keyof P, Optional>]: Content<P[K]>;
} & { readonly [K in keyof P & Optional]?: Content<P[K]> | undefined };

/** An object with exactly these properties, all of them required but those named as optional. */
export function exactly<const P extends Properties, const Optional extends keyof P = never>(
  properties: P,
  optional: readonly Optional[] = [],
): JsonSchema<ObjectOf<P, Optional>> {
  const left: readonly PropertyKey[] = optional;
  const required = Object.keys(properties).filter((name) => !left.includes(name));
  return { type: "object", properties, required, additionalProperties: false };
}

/** An array of items. */
export function listOf<T>(items: JsonSchema<T>): JsonSchema<readonly T[]> {
  return { type: "array", items };
}

/** A schema that also allows null. */
export function orNull<T>(schema: JsonSchema<T>): JsonSchema<T | null> {
  return { anyOf: [schema, { type: "null" }] };
}

/** Either of two schemas. */
export function either<A, B>(one: JsonSchema<A>, other: JsonSchema<B>): JsonSchema<A | B> {
  return { anyOf: [one, other] };
}

/** One of these texts. */
export function oneOf<const T extends string>(...values: readonly T[]): JsonSchema<T> {
  return { enum: values };
}

/** Exactly this value. */
export function only<const T extends string | number | boolean>(value: T): JsonSchema<T> {
  return { const: value };
}

export const TEXT: JsonSchema<string> = { type: "string" };
export const FLAG: JsonSchema<boolean> = { type: "boolean" };
export const COUNT: JsonSchema<number> = { type: "integer", minimum: 0 };
