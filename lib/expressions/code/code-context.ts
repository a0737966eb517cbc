/** What generated code needs from outside, the same for every kernel of a program. */
import type { Evaluation } from '../evaluation.ts'
import type { FunctionRegistry } from '../function-registry.ts'

export interface CodeContext {
  readonly functions: FunctionRegistry
  readonly evaluation: Evaluation
}
