/**
 * Keeps each row with a probability, the rows that Spark keeps of a frame of one partition. On a stream it is refused,
 * as in Spark.
 *
 * State: none. Watermarks and barriers pass.
 *
 * @example
 * readings.pipe(sample(0.1, 42))
 *
 * @module
 */
import { MillraceError } from '../lib/errors.ts'
import { call, literalOf, operation } from '../lib/expressions/build.ts'
import { unsupportedOperation } from '../lib/plan/analyze/check-query.ts'
import { defineOperator } from '../lib/plan/define-operator.ts'
import type { NodeOptions } from '../lib/plan/nodes.ts'
import type { RowWise } from '../lib/plan/operator.ts'
import type { Schema } from '../lib/types/schema.ts'
import { doubleType, longType } from '../lib/types/types.ts'

type Options = NodeOptions['sample']

/** Spark: Sample's requirement; a rounding error of 1e-6 is forgiven there too. */
function checkFraction(fraction: number): void {
  if (fraction >= -1e-6 && fraction <= 1 + 1e-6) return
  throw new MillraceError(
    'MILLRACE_ARGUMENT',
    `requirement failed: Sampling fraction (${fraction}) must be on interval [0, 1] without replacement`,
  )
}

const definition: RowWise<Options> = {
  name: 'sample',
  inputs: 1,
  schema({ fraction }, [input]) {
    checkFraction(fraction)
    return input as Schema
  },
  describe: ({ fraction, seed }) => `Sample 0.0, ${fraction}, false, ${seed}`,
  refuse(_, { streaming }) {
    // Golden `err-sample`.
    if (streaming[0]) throw unsupportedOperation('Sampling is not supported on streaming DataFrames/Datasets')
  },
  // Spark's BernoulliCellSampler draws one number a row from the generator that rand(seed) draws from.
  rows({ fraction, seed }, input, binder) {
    const drawn = call('rand', literalOf(seed, longType))
    return [{ filter: binder.bind(operation('<', drawn, literalOf(fraction, doubleType)), input) }]
  },
}

/**
 * @param fraction 0 to 1
 * @param seed the same rows for the same seed; any unless given
 */
export const sample = defineOperator(definition, (fraction: number, seed: number | bigint = randomSeed()) => ({
  fraction,
  seed: BigInt(seed),
}))

function randomSeed(): bigint {
  return BigInt(Math.floor(Math.random() * Number.MAX_SAFE_INTEGER))
}
