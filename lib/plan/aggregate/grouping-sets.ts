/**
 * Grouping sets: every row comes once for each set, with null for the keys that are not in it, and the set's number as
 * one more key (Spark's `Expand` with `spark_grouping_id`). Aggregates see the row as it was.
 */
import type { Bound } from '../../expressions/bound.ts'
import type { GenerateStep } from '../../expressions/row-step.ts'
import type { Field } from '../../types/data-type.ts'
import { Schema } from '../../types/schema.ts'
import { booleanType, field, intType, longType } from '../../types/types.ts'

/** Which keys each set has. */
export type Sets = readonly (readonly number[])[]

const literal = (value: number | bigint, type = intType): Bound => ({ kind: 'literal', type, value, nullable: false })

/** A row for each set. @returns the step, and the column that says which set a row is for */
export function repeatedForSets(sets: Sets, input: Schema): { readonly step: GenerateStep; readonly schema: Schema } {
  const position = field('position', intType, false)
  const outputs = [
    ...input.fields.map((one, at) => ({ field: one, from: { input: at } })),
    { field: position, from: { part: 'position' as const } },
  ]
  const text = `grouping sets ${sets.length}`
  return {
    step: { generate: { column: undefined, times: sets.length, outer: false, outputs, text, inferFilter: false } },
    schema: new Schema([...input.fields, position]),
  }
}

/** A key as the sets have it: null where it is not one of theirs. */
export function keyInSets(key: Bound, at: number, sets: Sets, position: Bound): Bound {
  const having = [...sets.keys()].filter((set) => sets[set]?.includes(at))
  if (having.length === sets.length) return key
  const nothing: Bound = { kind: 'literal', type: key.type, value: null, nullable: true }
  const among: Bound = {
    kind: 'call',
    name: 'in',
    args: [position, ...having.map((set) => literal(set))],
    type: booleanType,
    nullable: false,
  }
  if (having.length === 0) return nothing
  return { kind: 'call', name: 'if', args: [among, key, nothing], type: key.type, nullable: true }
}

/** Number of a row's set: a bit for each key, the first one highest, set where the key is left out. */
export function groupingId(keys: number, sets: Sets, position: Bound): Bound {
  const branches = sets.flatMap((set, at): readonly Bound[] => {
    const same: Bound = {
      kind: 'call',
      name: '=',
      args: [position, literal(at)],
      type: booleanType,
      nullable: false,
    }
    return [same, literal(idOf(keys, set), longType)]
  })
  const [, only] = branches
  if (sets.length === 1 && only) return only
  // The last set needs no test.
  const args = [...branches.slice(0, -2), branches.at(-1) as Bound]
  return { kind: 'call', name: 'when', args, type: longType, nullable: false }
}

function idOf(keys: number, set: readonly number[]): bigint {
  let id = 0n
  for (let at = 0; at < keys; at++) id = id * 2n + (set.includes(at) ? 0n : 1n)
  return id
}

/** Whether a set stands twice: its rows are then told apart by their position (Spark's `_gen_grouping_pos`). */
export function hasDuplicateSets(sets: Sets): boolean {
  return new Set(sets.map((set) => [...set].sort((a, b) => a - b).join())).size < sets.length
}

/** The sets of ROLLUP: all keys, all but the last, …, none. */
export function rollupSets(keys: number): Sets {
  return Array.from({ length: keys + 1 }, (_, left) => [...Array(keys - left).keys()])
}

/** The sets of CUBE: every choice of keys. */
export function cubeSets(keys: number): Sets {
  return Array.from({ length: 2 ** keys }, (_, mask) =>
    [...Array(keys).keys()].filter((at) => ((mask >> (keys - 1 - at)) & 1) === 0),
  )
}

export const groupingIdField: Field = field('spark_grouping_id', longType, false)
export const groupingPositionField: Field = field('_gen_grouping_pos', intType, false)
