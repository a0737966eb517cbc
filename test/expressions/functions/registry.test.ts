import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { aggregates } from '../../../lib/expressions/aggregates/index.ts'
import { rowFunctionNames } from '../../../lib/expressions/binder/bind-row-function.ts'
import { createBinder } from '../../../lib/expressions/binder/create-binder.ts'
import { refusedFunctions } from '../../../lib/expressions/binder/refused-functions.ts'
import { timeFunctions } from '../../../lib/expressions/binder/time-type.ts'
import { builtinFunctions } from '../../../lib/expressions/functions/index.ts'
import { generators } from '../../../lib/expressions/generators/index.ts'
import { parseExpression } from '../../../lib/expressions/parser/parse-expression.ts'
import { fixedTableNames } from '../../../lib/sql/fixed-tables.ts'
import { parseSchema } from '../../../lib/types/ddl/ddl.ts'

/** SHOW FUNCTIONS of a real Spark 4.3. */
const { names }: { readonly names: readonly string[] } = JSON.parse(
  readFileSync(new URL('../../fixtures/spark/functions.json', import.meta.url), 'utf8'),
)

const binder = createBinder({ functions: builtinFunctions, ansi: true, zone: 'UTC' })
const schema = parseSchema('i INT, s STRING')

/** What the parser and the planner make of names that are no calls of a definition. */
const syntax = new Set(['case', 'struct', 'input_file_name', 'input_file_block_start', 'input_file_block_length'])
const casts = 'bigint binary boolean cast date decimal double float int smallint string time timestamp tinyint'.split(
  ' ',
)
const inFrom = new Set(['range', ...fixedTableNames])

function defined(name: string): boolean {
  return builtinFunctions.has(name) || aggregates.has(name) || generators.has(name)
}

function conditionOf(expression: string): string | undefined {
  try {
    binder.bind(parseExpression(expression), schema)
    return undefined
  } catch (error) {
    return (error as { readonly condition?: string }).condition
  }
}

describe('the registry of Spark’s functions', () => {
  it('has each name as a definition, as syntax, in FROM, or among the refusals', () => {
    const unknown = names.filter(
      (name) =>
        !defined(name) &&
        !rowFunctionNames.has(name) &&
        !syntax.has(name) &&
        !casts.includes(name) &&
        !inFrom.has(name) &&
        !timeFunctions.has(name) &&
        !refusedFunctions.has(name),
    )
    expect(unknown).toEqual([])
  })
  it('refuses nothing that it has', () => {
    expect([...refusedFunctions.keys(), ...timeFunctions].filter(defined)).toEqual([])
    expect([...refusedFunctions.keys()].filter((name) => !names.includes(name))).toEqual([])
  })
  it.each([...refusedFunctions.keys()])('says what to do instead of calling %s', (name) => {
    expect(() => binder.bind(parseExpression(`${name}(s)`), schema)).toThrow(/because .+\. Instead, .+\.$/s)
  })
  it.each([...inFrom])('sends %s to FROM', (name) => {
    expect(conditionOf(`${name}(3)`)).toBe('NOT_A_SCALAR_FUNCTION')
  })
  it('tells a name that Spark does not know from one that is refused', () => {
    expect(conditionOf('nope(s)')).toBe('UNRESOLVED_ROUTINE')
    expect(conditionOf("reflect('java.util.UUID', 'randomUUID')")).toBe('MILLRACE_UNSUPPORTED_FUNCTION')
    expect(conditionOf("from_avro(s, 'int')")).toBe('AVRO_NOT_LOADED_SQL_FUNCTIONS_UNUSABLE')
  })
})

describe('collations', () => {
  it.each([
    ["collation(s COLLATE UTF8_BINARY) = 'SYSTEM.BUILTIN.UTF8_BINARY'", undefined],
    ['s COLLATE UTF8_BINARY', undefined],
    ["collate(s, 'utf8_binary')", undefined],
    ['collation(s COLLATE de_CI_AI)', undefined],
    ['collation(s COLLATE nope)', 'COLLATION_INVALID_NAME'],
    ['s COLLATE nope', 'COLLATION_INVALID_NAME'],
    ['s COLLATE UTF8_LCASE', 'MILLRACE_UNSUPPORTED_COLLATION'],
    ["s COLLATE UNICODE_CI = 'a'", 'MILLRACE_UNSUPPORTED_COLLATION'],
  ])('%s: %s', (expression, condition) => {
    expect(conditionOf(expression)).toBe(condition)
  })
})
