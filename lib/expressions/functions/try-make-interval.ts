import { makeIntervalFunction } from './datetime/make-interval-function.ts'

export const tryMakeInterval = makeIntervalFunction(
  'try_make_interval',
  true,
  'Like `make_interval`, but null on overflow.',
)
