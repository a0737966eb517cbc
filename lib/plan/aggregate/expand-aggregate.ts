/**
 * GROUP BY as what runs: a projection of keys, arguments and filter conditions, an aggregation over those columns by
 * position, and a projection of the select list over its results. Grouping expressions are found in the select list as
 * wholes, from the outside in; an aggregate that stands twice runs once.
 */

import { MillraceError } from '../../errors.ts'
import type { AggregateCall } from '../../expressions/aggregates/aggregate-function.ts'
import type { BoundColumn } from '../../expressions/binder/binder.ts'
import type { AggregateClauses, Bound } from '../../expressions/bound.ts'
import { boundKey } from '../../expressions/bound-key.ts'
import { isDeterministic, operandsOf } from '../../expressions/bound-operands.ts'
import { boundText } from '../../expressions/bound-text.ts'
import type { Expression } from '../../expressions/expression.ts'
import { outsideOfSets } from '../../expressions/functions/grouping.ts'
import { mapOperands } from '../../expressions/map-operands.ts'
import type { RowWiseStep } from '../../expressions/row-step.ts'
import { extractWindows } from '../../expressions/windows/extract-windows.ts'
import type { Field } from '../../types/data-type.ts'
import type { Schema } from '../../types/schema.ts'
import { field, holdsKind, intType, longType } from '../../types/types.ts'
import type { Binder } from '../binder.ts'
import type { NodeOptions } from '../nodes.ts'
import { windowsIn } from '../window/lift-windows.ts'
import {
  aggregateInGroupBy,
  groupingColumnMismatch,
  groupingIdMismatch,
  missingAggregation,
  nestedAggregate,
  nonDeterministicArgument,
  unorderedGroupKey,
  windowInAggregate,
  windowsInGroupBy,
} from './aggregate-errors.ts'
import type { BoundAggregate, GroupedAggregateOptions, SessionAggregateOptions } from './bound-aggregate.ts'
import {
  groupingId,
  groupingIdField,
  groupingPositionField,
  hasDuplicateSets,
  keyInSets,
  repeatedForSets,
  type Sets,
} from './grouping-sets.ts'

type Call = Extract<Bound, { readonly kind: 'call' }>

/** What an aggregation is made of. */
export interface ExpandedAggregate {
  readonly before: readonly RowWiseStep[]
  readonly options: GroupedAggregateOptions | SessionAggregateOptions
  readonly after: readonly RowWiseStep[]
}

type AggregateBound = Call & { readonly aggregate: AggregateClauses }

export const isAggregateCall = (bound: Bound): bound is AggregateBound =>
  bound.kind === 'call' && bound.aggregate !== undefined

/** The aggregates in an expression, none inside another. */
export function aggregatesIn(bound: Bound): readonly AggregateBound[] {
  return isAggregateCall(bound) ? [bound] : operandsOf(bound).flatMap(aggregatesIn)
}

/**
 * Expands an aggregation.
 *
 * @param streaming results of a streaming aggregation are nullable, whatever they are (Spark 4.3 says so of its state)
 * @throws GROUP_EXPRESSION_TYPE_IS_NOT_ORDERABLE, MISSING_AGGREGATION, MISSING_GROUP_BY, GROUP_BY_AGGREGATE,
 *   NESTED_AGGREGATE_FUNCTION, GROUPING_*, and what
 *   binding throws
 */
export function expandAggregate(
  { grouping, sets, outputs }: NodeOptions['aggregate'],
  input: Schema,
  binder: Binder,
  streaming: boolean,
): ExpandedAggregate {
  const keys = boundKeys(grouping, outputs, input, binder)
  for (const { value } of keys) {
    const [found] = aggregatesIn(value)
    if (found) throw aggregateInGroupBy(found, input)
    if (windowsIn(value).length > 0) throw windowsInGroupBy(windowsIn(value))
    if (holdsKind(value.type, 'variant')) throw unorderedGroupKey(value)
  }
  const items = boundOutputs(outputs, grouping, keys, input, binder)
  const windows = extractWindows(
    [...keys, ...items].map((one) => one.value),
    input,
  )
  const replaced = ({ field: made, value }: BoundColumn): BoundColumn => ({
    field: made,
    value: windows ? windows.replace(value) : value,
  })
  const columns = new PreparedColumns(keys.map(replaced), sets, windows?.schema ?? input)
  if (!sets && items.some(({ value }) => asksOfSets(value))) throw outsideOfSets()
  const results = new Results(columns)
  const project = items.map(replaced).map(({ field: made, value }) => {
    const result = results.of(value)
    return { field: { ...made, nullable: streaming || result.nullable }, value: result }
  })
  return {
    before: [...(windows?.steps ?? []), ...columns.steps()],
    options: results.options(),
    after: [{ project }],
  }
}

/** Names that nothing has are reported of the select list first, as Spark does. */
function boundKeys(
  grouping: readonly Expression[],
  outputs: readonly Expression[],
  input: Schema,
  binder: Binder,
): readonly BoundColumn[] {
  try {
    return binder.bindColumns(grouping, input)
  } catch (error) {
    if (error instanceof MillraceError && error.condition.startsWith('UNRESOLVED_COLUMN')) {
      for (const one of outputs) binder.bindColumns([one], input)
    }
    throw error
  }
}

/** Of a frame's `groupBy(rand())` key and output are one expression: bound once, it is one value. */
function boundOutputs(
  outputs: readonly Expression[],
  grouping: readonly Expression[],
  keys: readonly BoundColumn[],
  input: Schema,
  binder: Binder,
): readonly BoundColumn[] {
  const known = new Map(grouping.map((one, at) => [one, keys[at] as BoundColumn]))
  return outputs.flatMap((one) => {
    const key = known.get(one)
    return key ? [key] : binder.bindColumns([one], input)
  })
}

/** Whether it calls grouping or grouping_id. */
function asksOfSets(bound: Bound): boolean {
  const asks = bound.kind === 'call' && (bound.name === 'grouping' || bound.name === 'grouping_id')
  return asks || operandsOf(bound).some(asksOfSets)
}

/** The columns that the aggregation gets: keys first. */
class PreparedColumns {
  readonly keys: readonly Bound[]
  readonly sets: Sets | undefined
  /** Positions of the set's number among the keys; undefined without sets. */
  readonly groupingId: number | undefined
  readonly fields: Field[] = []
  readonly #steps: RowWiseStep[] = []
  readonly #values: Bound[] = []
  readonly #positions = new Map<string, number>()

  constructor(keys: readonly BoundColumn[], sets: Sets | undefined, input: Schema) {
    this.keys = keys.map((one) => one.value)
    this.sets = sets
    if (!sets) {
      for (const one of keys) this.#push(one, true)
      return
    }
    const { step, schema } = repeatedForSets(sets, input)
    this.#steps.push(step)
    const index = schema.length - 1
    const position: Bound = { kind: 'input', index, name: 'position', type: intType, nullable: false }
    for (const [at, { field: made, value }] of keys.entries()) {
      const nullable = made.nullable || !sets.every((set) => set.includes(at))
      this.#push({ field: { ...made, nullable }, value: keyInSets(value, at, sets, position) }, false)
    }
    this.groupingId = this.#push({ field: groupingIdField, value: groupingId(keys.length, sets, position) }, false)
    if (hasDuplicateSets(sets)) this.#push({ field: groupingPositionField, value: position }, false)
  }

  #push({ field: made, value }: BoundColumn, shared: boolean): number {
    const at = this.#values.push(value) - 1
    this.fields.push(made)
    // With sets a key is not what it was in the input: arguments do not share its column.
    if (shared && isDeterministic(value)) this.#positions.set(boundKey(value), at)
    return at
  }

  /** Keys the aggregation groups by, those of the sets included. */
  get keyCount(): number {
    if (!this.sets) return this.keys.length
    return this.keys.length + (hasDuplicateSets(this.sets) ? 2 : 1)
  }

  /** Column of an argument or condition. */
  argument(value: Bound): number {
    const known = this.#positions.get(boundKey(value))
    if (known !== undefined) return known
    return this.#push({ field: field(boundText(value), value.type, value.nullable), value }, true)
  }

  steps(): readonly RowWiseStep[] {
    const project = this.#values.map((value, at) => ({ field: this.fields[at] as Field, value }))
    return [...this.#steps, { project }]
  }
}

/** The select list over what the aggregation gives. */
class Results {
  readonly #columns: PreparedColumns
  readonly #keys: ReadonlyMap<string, number>
  readonly #aggregates: BoundAggregate[] = []
  readonly #positions = new Map<string, number>()

  constructor(columns: PreparedColumns) {
    this.#columns = columns
    this.#keys = new Map(columns.keys.map((key, at): [string, number] => [boundKey(key), at]).reverse())
  }

  /** An expression of the select list, over keys and results. */
  of(bound: Bound): Bound {
    const key = this.#keys.get(boundKey(bound))
    if (key !== undefined) return this.#key(key)
    if (isAggregateCall(bound)) return this.#aggregate(bound)
    if (bound.kind === 'call' && bound.name === 'grouping') return this.#grouping(bound)
    if (bound.kind === 'call' && bound.name === 'grouping_id') return this.#groupingId(bound)
    if (bound.kind === 'input') throw missingAggregation(bound, this.#columns.keys.length > 0)
    return mapOperands(bound, (operand) => this.of(operand))
  }

  options(): GroupedAggregateOptions | SessionAggregateOptions {
    const { keyCount, fields } = this.#columns
    const session = fields.slice(0, keyCount).findIndex((one) => one.metadata?.window === 'session')
    const grouped = { keys: keyCount, aggregates: this.#aggregates }
    return session < 0 ? grouped : { ...grouped, session }
  }

  #key(index: number): Bound {
    const { name, type, nullable } = this.#columns.fields[index] as Field
    return { kind: 'input', index, name, type, nullable }
  }

  #aggregate(call: AggregateBound): Bound {
    for (const arg of call.args) {
      if (aggregatesIn(arg).length > 0) throw nestedAggregate()
      if (windowsIn(arg).length > 0) throw windowInAggregate()
      if (!isDeterministic(arg)) throw nonDeterministicArgument(call)
    }
    const key = boundKey(call)
    const known = this.#positions.get(key)
    const at = known ?? this.#add(call)
    this.#positions.set(key, at)
    const { type, nullable } = call
    // Results stand behind the keys.
    return { kind: 'input', index: this.#columns.keyCount + at, name: boundText(call), type, nullable }
  }

  #add(call: AggregateBound): number {
    const { filtered, distinct } = call.aggregate
    // Under DISTINCT Spark computes it for all rows.
    const kept = filtered && !distinct ? call.args.at(-1) : undefined
    const columns = call.args.map((arg) =>
      this.#columns.argument(kept && arg !== kept ? computedWhere(kept, arg) : arg),
    )
    const args = filtered ? columns.slice(0, -1) : columns
    const aggregateCall: AggregateCall = {
      name: call.name,
      args: call.args.slice(0, args.length).map(({ type, nullable }) => ({ type, nullable })),
      type: call.type,
      ...(call.data === undefined ? {} : { data: call.data }),
      ...(distinct ? { distinct } : {}),
    }
    const condition = filtered ? { filter: columns.at(-1) as number } : {}
    const made = { name: boundText(call), call: aggregateCall, nullable: call.nullable, args, ...condition }
    return this.#aggregates.push(made) - 1
  }

  #grouping(call: Call): Bound {
    const { keys, groupingId: id } = this.#columns
    if (id === undefined) throw outsideOfSets()
    const [column] = call.args as readonly [Bound]
    const wanted = boundKey(column)
    const at = keys.findIndex((key) => boundKey(key) === wanted)
    if (at < 0) throw groupingColumnMismatch(column, keys)
    const shift: Bound = { kind: 'literal', type: intType, value: keys.length - 1 - at, nullable: false }
    const one: Bound = { kind: 'literal', type: longType, value: 1n, nullable: false }
    const operation = (name: string, args: readonly Bound[]): Bound => ({
      kind: 'call',
      name,
      args,
      type: longType,
      nullable: false,
    })
    const bit = operation('&', [operation('>>', [this.#key(id), shift]), one])
    return { kind: 'cast', input: bit, type: call.type, mode: 'ansi', zone: 'UTC', implicit: true, nullable: false }
  }

  #groupingId(call: Call): Bound {
    const { keys, groupingId: id } = this.#columns
    if (id === undefined) throw outsideOfSets()
    const same =
      call.args.length === keys.length && call.args.every((arg, at) => boundKey(arg) === boundKey(keys[at] as Bound))
    if (call.args.length > 0 && !same) throw groupingIdMismatch(call.args, keys)
    return this.#key(id)
  }
}

/** What is aggregated is computed for the rows that FILTER keeps only: it may raise for others. */
function computedWhere(condition: Bound, value: Bound): Bound {
  if (value.kind === 'input' || value.kind === 'literal') return value
  const { type } = value
  const none: Bound = { kind: 'literal', type, value: null, nullable: true }
  return { kind: 'call', name: 'if', args: [condition, value, none], type, nullable: true }
}
