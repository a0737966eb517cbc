import { describe, expect, test } from 'vitest'
import { batchOf } from '../../lib/columnar/builder.ts'
import { KeptSets } from '../../lib/columnar/cells/kept-sets.ts'
import { KeptValues, noValue } from '../../lib/columnar/cells/kept-values.ts'
import { aggregates } from '../../lib/expressions/aggregates/index.ts'
import { plainSurroundings } from '../../lib/plan/plain-surroundings.ts'
import { GroupState } from '../../lib/state/group-state.ts'
import { parseSchema } from '../../lib/types/ddl/ddl.ts'
import { arrayType, stringType } from '../../lib/types/types.ts'

const schema = parseSchema('k INT, s STRING')

function started(name: string) {
  const made = aggregates
    .get(name)
    ?.start(
      { name, args: [{ type: stringType, nullable: true }], type: arrayType(stringType, false) },
      plainSurroundings().evaluation,
    )
  if (!made) throw new Error(`no aggregate is called ${name}`)
  return made
}

/** Groups 0, 1 and 2 with a text each. */
function filled(name: string) {
  const accumulator = started(name)
  const state = new GroupState(schema.fields.slice(0, 1), [accumulator])
  const batch = batchOf(
    schema,
    [0, 1, 2].map((k) => [k, `text of ${k}`]),
  )
  const ids = new Int32Array(3)
  state.assign(batch.columns.slice(0, 1), undefined, 3, ids)
  accumulator.add(ids, batch.columns.slice(1), undefined, 3)
  return { accumulator, state, ids }
}

describe('a group that goes', () => {
  test('gives back the values it kept, others keep theirs', () => {
    const { accumulator, state, ids } = filled('collect_list')
    state.remove(ids.slice(1, 2), 1)
    const [kept] = accumulator.cells as readonly [KeptValues]
    expect(kept).toBeInstanceOf(KeptValues)
    expect([...ids].map((id) => kept.lengths[id] === noValue)).toEqual([false, true, false])
  })

  test('gives back the members of its set', () => {
    const { accumulator, state, ids } = filled('collect_set')
    state.remove(ids.slice(0, 2), 2)
    const [sets] = accumulator.cells as readonly [KeptSets]
    expect(sets).toBeInstanceOf(KeptSets)
    expect([...ids].map((id) => sets.size(id))).toEqual([0, 0, 1])
  })
})
