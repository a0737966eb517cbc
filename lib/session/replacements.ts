/** What `replace` puts in the place of values: Spark's DataFrameNaFunctions.replace. */
import { MillraceError } from '../errors.ts'
import { call, literalOf, operation } from '../expressions/build.ts'
import type { Expression } from '../expressions/expression.ts'
import type { Field } from '../types/data-type.ts'
import { booleanType, doubleType, isNumeric, nullType, stringType } from '../types/types.ts'

/** What can be replaced. */
export type ReplacedValue = string | number | bigint | boolean

/** A value, several values, or old value → new value; with the values that take their places. */
export type Replaced = ReplacedValue | readonly ReplacedValue[] | ReadonlyMap<ReplacedValue, ReplacedValue | null>
export type Replacing = ReplacedValue | null | readonly (ReplacedValue | null)[]

type Pair = readonly [from: ReplacedValue, to: ReplacedValue | null]

/**
 * Pairs of old and new values.
 *
 * @throws LENGTH_SHOULD_BE_THE_SAME, MIXED_TYPE_REPLACEMENT, ARGUMENT_REQUIRED (pyspark's own checks)
 */
export function replacements(from: Replaced, to: Replacing | undefined): readonly Pair[] {
  const pairs = pairsOf(from, to)
  const kinds = new Set(pairs.flat().flatMap((one) => (one === null ? [] : [kindOf(one)])))
  if (kinds.size <= 1) return pairs
  throw new MillraceError('MIXED_TYPE_REPLACEMENT', 'Mixed type replacements are not supported.')
}

function pairsOf(from: Replaced, to: Replacing | undefined): readonly Pair[] {
  if (from instanceof Map) return [...(from as ReadonlyMap<ReplacedValue, ReplacedValue | null>)]
  if (to === undefined) {
    throw new MillraceError('ARGUMENT_REQUIRED', 'Argument `value` is required when `to_replace` is dict.')
  }
  const sources = (Array.isArray(from) ? from : [from]) as readonly ReplacedValue[]
  if (!Array.isArray(to)) return sources.map((one) => [one, to as ReplacedValue | null])
  const targets = to as readonly (ReplacedValue | null)[]
  if (sources.length !== targets.length) {
    throw new MillraceError(
      'LENGTH_SHOULD_BE_THE_SAME',
      `to_replace and value should be of the same length, got ${sources.length} and ${targets.length}.`,
    )
  }
  return sources.map((one, at) => [one, targets[at] ?? null])
}

type Kind = 'string' | 'boolean' | 'number'

const kindOf = (value: ReplacedValue): Kind =>
  typeof value === 'string' ? 'string' : typeof value === 'boolean' ? 'boolean' : 'number'

/** Spark: CASE column WHEN old THEN cast(new) … ELSE column END; a column of another kind of type stays as it is. */
export function replacedColumn(field: Field, pairs: readonly Pair[]): Expression {
  const column: Expression = { kind: 'column', path: [field.name] }
  const [first] = pairs
  if (!first || !isOfKind(field, kindOf(first[0]))) return column
  const branches = pairs.flatMap(([from, to]): readonly Expression[] => [
    operation('=', column, literalOfReplaced(from)),
    { kind: 'cast', input: literalOfReplaced(to), type: field.type, mode: 'cast' },
  ])
  return { kind: 'alias', input: call('when', ...branches, column), names: [field.name] }
}

function isOfKind({ type }: Field, kind: Kind): boolean {
  return kind === 'number' ? isNumeric(type) : type.kind === kind
}

/** Numbers are DOUBLE, as in Spark. */
function literalOfReplaced(value: ReplacedValue | null): Expression {
  if (value === null) return literalOf(null, nullType)
  if (typeof value === 'string') return literalOf(value, stringType)
  return typeof value === 'boolean' ? literalOf(value, booleanType) : literalOf(Number(value), doubleType)
}
