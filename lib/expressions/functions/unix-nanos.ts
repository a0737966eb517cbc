import { decimalType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'

export const unixNanos: ScalarFunction = {
  name: 'unix_nanos',
  summary: 'Nanoseconds from 1970 to a timestamp of nanoseconds.',
  bind: signature({ takes: ['timestamp_nanos'], gives: decimalType(21, 0), exact: true }),
  evaluate: ([nanos]) => nanos as bigint,
}
