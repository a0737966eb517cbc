/** What approx_top_k and its kin take and give, with Spark's refusals. */
import { MillraceError } from '../../../errors.ts'
import type { DataType } from '../../../types/data-type.ts'
import { typeSql } from '../../../types/ddl/type-sql.ts'
import { arrayType, binaryType, field, intType, longType, stringType, structType } from '../../../types/types.ts'
import { mismatch } from '../../binder/mismatch.ts'
import { castArgument } from '../../binder/signature.ts'
import type { Bound } from '../../bound.ts'
import type { BindContext } from '../../scalar-function.ts'

export const topKDefault = 5
export const trackedDefault = 10_000
const mostTracked = 1_000_000

const fail = (kind: string, text: string, sqlState: string) =>
  new MillraceError(`APPROX_TOP_K_${kind}`, text, { sqlState })

/** @throws APPROX_TOP_K_NULL_ARG, APPROX_TOP_K_NON_POSITIVE_ARG, DATATYPE_MISMATCH.TYPE_CHECK_FAILURE_WITH_HINT */
function positive(given: Bound, at: number, name: string, shown: string, context: BindContext): number {
  const input = castArgument(given, at, 'int', context)
  if (!context.foldable(input)) {
    throw mismatch(context, 'TYPE_CHECK_FAILURE_WITH_HINT', `${shown} must be a constant literal.`)
  }
  const value = context.constant(input, name) as number | null
  const start = `The value of \`${name}\` in \`approx_top_k\``
  if (value === null) throw fail('NULL_ARG', `${start} cannot be NULL.`, '22004')
  if (value <= 0) throw fail('NON_POSITIVE_ARG', `${start} must be a positive integer, but got ${value}.`, '22023')
  return value
}

/** How many items are asked for. */
export function topKOf(given: Bound | undefined, at: number, context: BindContext): number {
  return given === undefined ? topKDefault : positive(given, at, 'k', 'K', context)
}

/** How many items a sketch tracks; undefined when it was not said. @throws APPROX_TOP_K_MAX_ITEMS_TRACKED_EXCEEDS_LIMIT */
export function trackedOf(given: Bound | undefined, at: number, context: BindContext): number | undefined {
  if (given === undefined) return undefined
  const tracked = positive(given, at, 'maxItemsTracked', 'Number of items tracked', context)
  if (tracked <= mostTracked) return tracked
  const text = `The max items tracked \`maxItemsTracked\`(${tracked}) of \`approx_top_k\` should be less than or equal to ${mostTracked}.`
  throw fail('MAX_ITEMS_TRACKED_EXCEEDS_LIMIT', text, '22023')
}

/** @throws APPROX_TOP_K_MAX_ITEMS_TRACKED_LESS_THAN_K */
export function checkTracked(tracked: number, k: number): void {
  if (tracked >= k) return
  const text = `The max items tracked \`maxItemsTracked\`(${tracked}) of \`approx_top_k\` should be greater than or equal to \`k\`(${k}).`
  throw fail('MAX_ITEMS_TRACKED_LESS_THAN_K', text, '22023')
}

/** @throws APPROX_TOP_K_SKETCH_SIZE_NOT_MATCH */
export function differentSizes(held: number, added: number): MillraceError {
  const text = `Combining approx_top_k sketches of different sizes is not allowed. Found sketches of size ${held} and ${added}.`
  return fail('SKETCH_SIZE_NOT_MATCH', text, '42846')
}

/** @throws APPROX_TOP_K_SKETCH_TYPE_NOT_MATCH */
export function checkItemDdl(ddl: string, item: DataType): void {
  if (ddl === itemDdl(item)) return
  const [found, wanted] = [ddl, itemDdl(item)].map((text) => text.replace(/^item (.*) not null$/i, '$1').toUpperCase())
  const text = `Combining approx_top_k sketches of different types is not allowed. Found sketches of type "${found}" and "${wanted}".`
  throw fail('SKETCH_TYPE_NOT_MATCH', text, '42846')
}

/** Places of a table that tracks so many items, as a power of 2. */
export function tableBits(tracked: number): number {
  return Math.ceil(Math.log2(Math.ceil(tracked / 0.75)))
}

const unsupported = new Set(['array', 'binary', 'struct', 'map', 'variant', 'calendar_interval'])

/** Refuses types whose values no sketch tracks. @throws DATATYPE_MISMATCH.TYPE_CHECK_FAILURE_WITH_HINT */
export function checkItem({ type }: Bound, context: BindContext): void {
  const spelled = type.kind.endsWith('interval') || type.kind === 'timestamp_nanos'
  const named = type.kind === 'null' ? 'void' : spelled ? typeSql(type).toLowerCase() : type.kind
  if (type.kind !== 'null' && !spelled && !unsupported.has(type.kind)) return
  throw mismatch(context, 'TYPE_CHECK_FAILURE_WITH_HINT', `${named} columns are not supported.`)
}

/** The answer: items and how often each came. */
export function topKType(item: DataType): DataType {
  return arrayType(structType([field('item', item), field('count', longType, false)]), false)
}

/** The state that approx_top_k_accumulate gives. */
export function topKState(item: DataType): DataType {
  return structType([
    field('sketch', binaryType, false),
    field('maxItemsTracked', intType, false),
    field('itemDataType', item),
    field('itemDataTypeDDL', stringType, false),
  ])
}

/** How the state names the type of its items. */
export function itemDdl(item: DataType): string {
  return item.kind === 'string' ? 'item string not null' : `item ${typeSql(item)} NOT NULL`
}

/** The type of the items of a state. @throws DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE, TYPE_CHECK_FAILURE_WITH_HINT */
export function itemOfState(given: Bound, context: BindContext): DataType {
  const { type } = castArgument(given, 0, 'struct', context)
  const fields = type.kind === 'struct' ? type.fields : []
  if (fields.length === 4) return fields[2]?.type ?? intType
  const found = type.kind === 'struct' ? fields.map((one) => `${one.name}:${typeSql(one.type).toLowerCase()}`) : []
  throw mismatch(
    context,
    'TYPE_CHECK_FAILURE_WITH_HINT',
    'State must be a struct with 4 fields. Expected struct: ' +
      `struct<sketch:binary,maxItemsTracked:int,itemDataType:${'any'},itemDataTypeDDL:string>. Got: struct<${found.join(',')}>.`,
  )
}
