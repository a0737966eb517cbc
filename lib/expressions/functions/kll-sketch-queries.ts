/** `kll_sketch_get_quantile_*` and `kll_sketch_get_rank_*`: one answer, or one for each element of an array. */
import { MillraceError } from '../../errors.ts'
import type { DataType, SqlValue } from '../../types/data-type.ts'
import { arrayType, doubleType, floatType, longType } from '../../types/types.ts'
import { unexpectedType } from '../binder/mismatch.ts'
import { castArgument, checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { BindContext, BoundParts, ScalarFunction } from '../scalar-function.ts'
import { invalidKll, kllKinds, kllOf } from './sketches/kll-arguments.ts'
import type { KllKind } from './sketches/kll-bytes.ts'
import { type KllView, quantileOf, rankOf, viewOf } from './sketches/kll-queries.ts'
import type { KllValue } from './sketches/kll-sketch.ts'

const valueTypes = { bigint: longType, double: doubleType, float: floatType } as const

/** @param asked type of what is asked for, or of the elements of an array of them; null among them counts as 0 */
function bindQuery(
  given: readonly Bound[],
  context: BindContext,
  argument: string,
  asked: DataType,
  answer: DataType,
): BoundParts {
  checkCount(given, 2, 2, context)
  const sketch = castArgument(given[0] as Bound, 0, 'binary', context)
  const second = given[1] as Bound
  const accepted = [asked, arrayType(asked)] as const
  const { type } = second
  // Spark casts arrays only when they have no null.
  const castsNull = type.kind === 'array' && type.containsNull && type.element.kind !== asked.kind
  if (castsNull && type.element.kind !== 'null') throw unexpectedType(context, 1, second, accepted)
  const input = castArgument(second, 1, accepted, context)
  context.constant(input, argument)
  return {
    args: [sketch, input],
    type: input.type.kind === 'array' ? arrayType(answer, false) : answer,
    nullable: sketch.nullable || input.nullable,
  }
}

/** The answer, or answers. @throws KLL_INVALID_INPUT_SKETCH_BUFFER for a sketch without values too */
function answered(
  sketch: Uint8Array,
  asked: SqlValue,
  kind: KllKind,
  name: string,
  answer: (view: KllView, asked: SqlValue) => SqlValue,
): SqlValue {
  const read = kllOf(sketch, kind, name)
  if (read.count === 0n) throw invalidKll(name)
  const view = viewOf(read)
  return Array.isArray(asked) ? asked.map((one) => answer(view, one)) : answer(view, asked)
}

function checkedRank(rank: number, name: string): number {
  if (!(rank < 0 || rank > 1)) return rank
  const text = `For function \`${name}\`, the quantile value must be between 0.0 and 1.0 (inclusive).`
  throw new MillraceError('KLL_SKETCH_INVALID_QUANTILE_RANGE', text, { sqlState: '22003' })
}

const quantile = (kind: KllKind): ScalarFunction => ({
  name: `kll_sketch_get_quantile_${kind}`,
  summary: 'The value at or below which a part (0 to 1, or an array of them) of the values lies.',
  bind: (given, context) => bindQuery(given, context, 'rank', doubleType, valueTypes[kind]),
  evaluate: ([sketch, ranks], { name }) =>
    answered(sketch as Uint8Array, ranks as SqlValue, kind, name, (view, rank) =>
      quantileOf(view, checkedRank((rank ?? 0) as number, name)),
    ),
})

const rank = (kind: KllKind): ScalarFunction => ({
  name: `kll_sketch_get_rank_${kind}`,
  summary: 'The part of the values that is at or below a value, or below each of an array of them.',
  bind: (given, context) => bindQuery(given, context, 'quantile', valueTypes[kind], doubleType),
  evaluate: ([sketch, values], { name }) =>
    answered(sketch as Uint8Array, values as SqlValue, kind, name, (view, value) => {
      if (Number.isNaN(value)) throw invalidKll(name)
      return rankOf(view, (value ?? (kind === 'bigint' ? 0n : 0)) as KllValue)
    }),
})

/** For BIGINT, DOUBLE and FLOAT. */
export const kllSketchQueries: readonly ScalarFunction[] = kllKinds.flatMap((kind) => [quantile(kind), rank(kind)])
