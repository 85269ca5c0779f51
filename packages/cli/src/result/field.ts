import * as v from "valibot";

/** The values of a declared schema as functions return them: deeply readonly. */
export type ResultOf<S extends v.GenericSchema> = Frozen<v.InferOutput<S>>;

type Frozen<T> = T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T;

/** A whole number that is not negative. */
export const COUNT = v.pipe(v.number(), v.integer(), v.minValue(0));

/** A text. `about` describes it in a sentence or two, which editors and the reference show. */
export const text = (about: string) => v.pipe(v.string(), v.description(about));

/** True or false. */
export const flag = (about: string) => v.pipe(v.boolean(), v.description(about));

/** A whole number that is not negative. */
export const count = (about: string) => v.pipe(COUNT, v.description(about));

/** One of these texts. */
export const oneOf = <const Values extends readonly string[]>(about: string, values: Values) =>
  v.pipe(v.picklist(values), v.description(about));

/** An array. */
export const list = <Item extends v.GenericSchema>(about: string, item: Item) =>
  v.pipe(v.array(item), v.description(about));

/** The names of something. */
export const names = (about: string) => list(about, v.string());

/** An object with exactly these fields. */
export const object = <Fields extends v.ObjectEntries>(about: string, fields: Fields) =>
  v.pipe(v.strictObject(fields), v.description(about));

/** A value or null; `about` says when it is null. */
export const orNull = <Value extends v.GenericSchema>(about: string, value: Value) =>
  v.pipe(v.nullable(value), v.description(about));
