/** The aggregate functions of Spark SQL that the package has; adding one is its file and its line here. */
import { invariant } from '../../errors.ts'
import type { Evaluation } from '../evaluation.ts'
import { distinctAccumulator } from './accumulators/distinct.ts'
import type { Accumulator, AggregateCall, AggregateFunction } from './aggregate-function.ts'
import { anyValue } from './any-value.ts'
import { approxCountDistinct } from './approx-count-distinct.ts'
import { approxTopK, approxTopKAccumulate } from './approx-top-k.ts'
import { approxTopKCombine } from './approx-top-k-combine.ts'
import { avg } from './avg.ts'
import { bitAnd } from './bit-and.ts'
import { bitOr } from './bit-or.ts'
import { bitXor } from './bit-xor.ts'
import { bitmapAndAgg } from './bitmap-and-agg.ts'
import { bitmapConstructAgg } from './bitmap-construct-agg.ts'
import { bitmapOrAgg } from './bitmap-or-agg.ts'
import { boolAnd } from './bool-and.ts'
import { boolOr } from './bool-or.ts'
import { collectList } from './collect-list.ts'
import { collectSet } from './collect-set.ts'
import { collectUnion } from './collect-union.ts'
import { corr } from './corr.ts'
import { count } from './count.ts'
import { countIf } from './count-if.ts'
import { countMinSketch } from './count-min-sketch.ts'
import { covarPop } from './covar-pop.ts'
import { covarSamp } from './covar-samp.ts'
import { first } from './first.ts'
import { histogramNumeric } from './histogram-numeric.ts'
import { hllSketchAgg } from './hll-sketch-agg.ts'
import { hllUnionAgg } from './hll-union-agg.ts'
import { kllMergeAggs } from './kll-merge-agg.ts'
import { kllSketchAggs } from './kll-sketch-agg.ts'
import { kurtosis } from './kurtosis.ts'
import { last } from './last.ts'
import { listagg } from './listagg.ts'
import { max } from './max.ts'
import { maxBy } from './max-by.ts'
import { median } from './median.ts'
import { min } from './min.ts'
import { minBy } from './min-by.ts'
import { mode } from './mode.ts'
import { percentile } from './percentile.ts'
import { percentileApprox } from './percentile-approx.ts'
import { percentileCont } from './percentile-cont.ts'
import { percentileDisc } from './percentile-disc.ts'
import { product } from './product.ts'
import { regrAvgx } from './regr-avgx.ts'
import { regrAvgy } from './regr-avgy.ts'
import { regrCount } from './regr-count.ts'
import { regrIntercept } from './regr-intercept.ts'
import { regrR2 } from './regr-r2.ts'
import { regrSlope } from './regr-slope.ts'
import { regrSxx } from './regr-sxx.ts'
import { regrSxy } from './regr-sxy.ts'
import { regrSyy } from './regr-syy.ts'
import { schemaOfVariantAgg } from './schema-of-variant-agg.ts'
import { skewness } from './skewness.ts'
import { stddevPop } from './stddev-pop.ts'
import { stddevSamp } from './stddev-samp.ts'
import { sum } from './sum.ts'
import { thetaIntersectionAgg } from './theta-intersection-agg.ts'
import { thetaSketchAgg } from './theta-sketch-agg.ts'
import { thetaUnionAgg } from './theta-union-agg.ts'
import { tryAvg } from './try-avg.ts'
import { trySum } from './try-sum.ts'
import { tupleIntersectionAggs } from './tuple-intersection-agg.ts'
import { tupleSketchAggs } from './tuple-sketch-agg.ts'
import { tupleUnionAggs } from './tuple-union-agg.ts'
import { userAggregate } from './user-aggregate.ts'
import { userAggregateTable } from './user-aggregate-table.ts'
import { varPop } from './var-pop.ts'
import { varSamp } from './var-samp.ts'
import { vectorAvg } from './vector-avg.ts'
import { vectorSum } from './vector-sum.ts'

/** In the order of docs/functions.md. */
export const aggregateFunctions: readonly AggregateFunction[] = [
  count,
  countIf,
  sum,
  avg,
  trySum,
  tryAvg,
  min,
  max,
  minBy,
  maxBy,
  first,
  last,
  anyValue,
  collectList,
  collectSet,
  listagg,
  boolAnd,
  boolOr,
  bitAnd,
  bitOr,
  bitXor,
  bitmapConstructAgg,
  bitmapOrAgg,
  bitmapAndAgg,
  approxCountDistinct,
  mode,
  median,
  percentile,
  percentileCont,
  percentileDisc,
  percentileApprox,
  histogramNumeric,
  stddevSamp,
  stddevPop,
  varSamp,
  varPop,
  skewness,
  kurtosis,
  covarPop,
  covarSamp,
  corr,
  regrCount,
  regrAvgx,
  regrAvgy,
  regrSxx,
  regrSxy,
  regrSyy,
  regrSlope,
  regrIntercept,
  regrR2,
  product,
  collectUnion,
  vectorSum,
  vectorAvg,
  schemaOfVariantAgg,
  hllSketchAgg,
  hllUnionAgg,
  thetaSketchAgg,
  thetaUnionAgg,
  thetaIntersectionAgg,
  ...tupleSketchAggs,
  ...tupleUnionAggs,
  ...tupleIntersectionAggs,
  ...kllSketchAggs,
  ...kllMergeAggs,
  countMinSketch,
  approxTopK,
  approxTopKAccumulate,
  approxTopKCombine,
]

/** A new accumulator, which sees to DISTINCT. */
function startAggregate(plain: AggregateFunction, call: AggregateCall, evaluation: Evaluation): Accumulator {
  const fresh = () => plain.start(call, evaluation)
  return call.distinct ? distinctAccumulator(call, fresh) : fresh()
}

/** By lower-case name, aliases included. `start` sees to DISTINCT. */
export const aggregates: ReadonlyMap<string, AggregateFunction> = named(aggregateFunctions)

function withDistinct(plain: AggregateFunction): AggregateFunction {
  return { ...plain, start: (call, evaluation) => startAggregate(plain, call, evaluation) }
}

/** The function of a name, or the program's own of an id. */
export function findAggregate(name: string): AggregateFunction | undefined {
  const own = userAggregateTable.get(name)
  return aggregates.get(name) ?? (own && withDistinct(userAggregate(name, own)))
}

function named(definitions: readonly AggregateFunction[]): ReadonlyMap<string, AggregateFunction> {
  const byName = new Map<string, AggregateFunction>()
  for (const plain of definitions) {
    const definition = withDistinct(plain)
    for (const name of [definition.name, ...(definition.aliases ?? [])]) {
      invariant(!byName.has(name), `two aggregate functions are called ${name}`)
      byName.set(name, definition)
    }
  }
  return byName
}
