/** The part of logic-solver (MiniSat) that the SAT encoding uses. A term is a variable's number, negated for "not". */
declare module "logic-solver" {
  export interface Formula {
    readonly type: string;
  }
  /** A number in binary. */
  interface Bits {
    readonly bits: readonly (number | Formula)[];
  }
  interface Solution {
    evaluate(term: number): boolean;
    ignoreUnknownVariables(): void;
  }
  class Solver {
    getVarNum(name: string): number;
    require(...formulas: (Formula | number)[]): void;
    solveAssuming(formula: Formula | number): Solution | null;
  }
  const Logic: {
    Solver: typeof Solver;
    TRUE: string;
    or(terms: readonly (number | Formula)[]): Formula;
    not(term: number | Formula): Formula;
    sum(terms: readonly (number | Formula)[]): Bits;
    constantBits(number: number): Bits;
    lessThan(less: Bits, more: Bits): Formula;
    lessThanOrEqual(less: Bits, more: Bits): Formula;
    and(terms: readonly (number | Formula)[]): Formula;
    disablingAssertions<T>(action: () => T): T;
  };
  export default Logic;
}
