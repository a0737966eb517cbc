/**
 * Fields of an aggregation's state, each aggregate's call beside its first one: whoever reads a checkpoint knows no plan,
 * and must make the same accumulators.
 */
import type { Accumulator, AggregateCall } from '../../expressions/aggregates/aggregate-function.ts'
import type { Field } from '../../types/data-type.ts'
import { type Json, typeFromJson, typeToJson } from '../../types/ddl/schema-json.ts'
import type { BoundAggregate } from './bound-aggregate.ts'

/** The buffers of all accumulators. */
export function stateFields(
  aggregates: readonly BoundAggregate[],
  accumulators: readonly Accumulator[],
): readonly Field[] {
  return accumulators.flatMap(({ buffer }, at) => {
    const [first, ...rest] = buffer
    if (!first) return []
    const aggregate = callToJson((aggregates[at] as BoundAggregate).call)
    return [{ ...first, metadata: { ...first.metadata, aggregate } }, ...rest]
  })
}

/** The calls that fields of state were made by. */
export function callsOf(fields: readonly Field[]): readonly AggregateCall[] {
  return fields.flatMap(({ metadata }) => (metadata?.aggregate === undefined ? [] : [callFromJson(metadata.aggregate)]))
}

interface CallJson {
  readonly name: string
  readonly args: readonly { readonly type: Json; readonly nullable: boolean }[]
  readonly type: Json
  readonly data?: unknown
  readonly distinct?: boolean
}

/** Whole numbers that JSON has no form for. */
const bigints = /^(-?\d+)n$/

function callToJson({ name, args, type, data, distinct }: AggregateCall): string {
  const json: CallJson = {
    name,
    args: args.map((one) => ({ type: typeToJson(one.type), nullable: one.nullable })),
    type: typeToJson(type),
    ...(data === undefined ? {} : { data }),
    ...(distinct === undefined ? {} : { distinct }),
  }
  return JSON.stringify(json, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value))
}

function callFromJson(text: string): AggregateCall {
  const { args, type, ...rest } = JSON.parse(text, (_, value: unknown) => {
    const match = typeof value === 'string' ? bigints.exec(value) : null
    return match ? BigInt(match[1] as string) : value
  }) as CallJson
  return {
    ...rest,
    args: args.map((one) => ({ type: typeFromJson(one.type), nullable: one.nullable })),
    type: typeFromJson(type),
  }
}
