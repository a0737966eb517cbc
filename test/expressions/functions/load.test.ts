import { describe, expect, it } from 'vitest'
import { createBinder } from '../../../lib/expressions/binder/create-binder.ts'
import type { Column } from '../../../lib/expressions/column.ts'
import { col } from '../../../lib/expressions/column-functions.ts'
import * as dsl from '../../../lib/expressions/dsl/index.ts'
import { builtinDefinitions, builtinFunctions } from '../../../lib/expressions/functions/index.ts'
import { parseSchema } from '../../../lib/types/ddl/ddl.ts'

describe('the table of functions', () => {
  it('has each definition under its name, with a sentence that says what it gives', () => {
    for (const definition of builtinDefinitions) {
      expect(builtinFunctions.get(definition.name)).toBe(definition)
      expect(definition.summary).toMatch(/\.$/)
    }
  })
})

describe('functions of the DSL', () => {
  const schema = parseSchema('s STRING, a ARRAY<ARRAY<INT>>')
  const binder = createBinder({ functions: builtinFunctions, ansi: true, zone: 'UTC' })

  const lambdas = new Set(['transform', 'filter', 'exists', 'forall', 'aggregate', 'reduce'])
  const plain = Object.entries(dsl).filter(([name]) => !lambdas.has(name) && name !== 'fromJson' && name !== 'toJson')

  it.each(plain)('%s calls what the registry has', (_, build) => {
    const args = Array.from({ length: Math.max(build.length, 1) }, () => col('s'))
    const { expression } = (build as (...values: readonly unknown[]) => Column)(...args)
    const name = expression.kind === 'call' ? expression.name : ''
    expect(builtinFunctions.has(name) || name === 'struct').toBe(true)
  })

  it('name the parameters of nested lambdas apart', () => {
    const nested = dsl.transform(col('a'), (row) => dsl.filter(row, (cell) => dsl.arrayContains(row, cell)))
    expect(binder.bind(nested.expression, schema).type).toMatchObject({ kind: 'array', element: { kind: 'array' } })
  })
})
