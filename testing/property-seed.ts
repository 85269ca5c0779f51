// One seed for all properties where PROPERTY_SEED names one, as the continuous integration does: there a failure shall be
// that of the change. Everywhere else each run takes others, which find more in the long run.
import fc from "fast-check";

const seed = process.env["PROPERTY_SEED"];
if (seed !== undefined) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(seed) });
