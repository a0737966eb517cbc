import { doubleType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'

export const e: ScalarFunction = {
  name: 'e',
  summary: "Euler's number.",
  bind: signature({ takes: [], gives: doubleType }),
  evaluate: () => Math.E,
}
