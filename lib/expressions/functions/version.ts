import { stringType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'

export const version: ScalarFunction = {
  name: 'version',
  summary: 'The version of Spark whose semantics this is, and whose work it is.',
  bind: signature({ takes: [], gives: stringType }),
  evaluate: () => '4.3.0 millrace',
}
