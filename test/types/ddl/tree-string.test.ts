import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseSchema } from '../../../lib/types/ddl/ddl.ts'
import { treeString } from '../../../lib/types/ddl/tree-string.ts'
import { field, intType } from '../../../lib/types/types.ts'

interface Recorded {
  readonly name: string
  readonly schema: string
  readonly tree: string
}

const { cases } = JSON.parse(readFileSync(new URL('../../fixtures/spark/show.json', import.meta.url), 'utf8')) as {
  readonly cases: readonly Recorded[]
}

test.each(cases)('printSchema prints $name as Spark does', ({ schema, tree }) => {
  // DDL text cannot say that elements are never null, so the recorded schema does not.
  expect(treeString(parseSchema(schema).fields)).toBe(tree.replace(/(ontainsNull =) false/g, '$1 true'))
})

test('a name with a line end stays on its line', () => {
  expect(treeString([field('a\nb', intType)])).toBe('root\n |-- a\\nb: integer (nullable = true)\n')
})
