/** What operators in plain RxJS bind and compile with, there being no session. */
import { createBinder } from '../expressions/binder/create-binder.ts'
import type { Evaluation } from '../expressions/evaluation.ts'
import type { FunctionRegistry } from '../expressions/function-registry.ts'
import { builtinFunctions } from '../expressions/functions/index.ts'
import { userFunctionTable } from '../expressions/user-function.ts'
import type { Binder } from './binder.ts'

export interface PlainSurroundings {
  readonly binder: Binder
  readonly functions: FunctionRegistry
  readonly evaluation: Evaluation
}

let made: PlainSurroundings | undefined

/** Spark's defaults: ANSI, zone UTC, all built-in functions. Made at first use. */
export function plainSurroundings(): PlainSurroundings {
  made ??= {
    binder: createBinder({ functions: builtinFunctions, ansi: true, zone: 'UTC' }),
    functions: builtinFunctions,
    evaluation: { batchTime: 0n, epoch: 0, queryId: '', zone: 'UTC', ansi: true, functions: userFunctionTable },
  }
  return made
}
