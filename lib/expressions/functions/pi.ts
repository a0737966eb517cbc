import { doubleType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'

export const pi: ScalarFunction = {
  name: 'pi',
  summary: 'The number pi.',
  bind: signature({ takes: [], gives: doubleType }),
  evaluate: () => Math.PI,
}
