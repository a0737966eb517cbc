/** Readers without a schema find the one that a real Spark finds. */
import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { afterAll, describe, expect, test } from 'vitest'
import { schemaToJson } from '../../lib/types/ddl/schema-json.ts'
import { testSession } from '../session/sessions.ts'

interface Failure {
  readonly error: string | null
  readonly message: string
  readonly causes: readonly string[]
}

interface RecordedCase {
  readonly name: string
  readonly format: string
  readonly files: readonly string[]
  readonly options: Readonly<Record<string, string>>
  readonly schema: object | Failure
}

/** A call of schema_of_json, as SQL or of a text with options. */
interface RecordedCall {
  readonly sql?: string
  readonly text?: string
  readonly options?: Readonly<Record<string, string>>
  readonly schema: string | Failure
}

const recorded = JSON.parse(readFileSync(new URL('../fixtures/spark/infer-schema.json', import.meta.url), 'utf8')) as {
  readonly cases: readonly RecordedCase[]
  readonly functions: readonly RecordedCall[]
}

const { session, files } = testSession()
afterAll(() => session.stop())

async function folderOf(one: RecordedCase, at: number): Promise<string> {
  const folder = `/infer/${at}`
  await files.makeDirectory(folder)
  for (const [nth, bytes] of one.files.entries()) {
    await files.createAtomic(`${folder}/${nth}.${one.format}`, Buffer.from(bytes, 'base64'))
  }
  return folder
}

function answer(one: RecordedCase, folder: string): object {
  try {
    const frame = session.read.format(one.format).options(one.options).load(folder)
    return JSON.parse(schemaToJson(frame.schema.fields)) as object
  } catch (error) {
    const { condition } = error as { readonly condition?: string }
    return { error: condition, message: String(error) }
  }
}

/** Spark's own conditions; errors of options have none. */
const conditionOf = ({ error, message }: Failure): string | undefined => error ?? /\[([A-Z_.]+)\]/.exec(message)?.[1]

const shown = (value: unknown): string =>
  JSON.stringify(value).replaceAll('"nullable":true,', '').replaceAll('"metadata":{},', '')

const groups = new Map<string, (readonly [number, RecordedCase])[]>()
for (const [at, one] of recorded.cases.entries()) {
  const group = `${one.format} ${one.name.split(' ')[0]}`
  groups.set(group, [...(groups.get(group) ?? []), [at, one]])
}

describe('columns of files without a schema are those that a real Spark finds', () => {
  for (const [group, cases] of groups) {
    test(`${group}: ${cases.length}`, async () => {
      const wrong: unknown[] = []
      for (const [at, one] of cases) {
        // Which of the files Hadoop takes for the first, when it reads them whole, is up to a hash.
        if (one.name === 'files multi') continue
        const got = answer(one, await folderOf(one, at))
        const condition = 'error' in one.schema ? conditionOf(one.schema) : undefined
        const same =
          'error' in one.schema
            ? 'error' in got && (condition === undefined || got.error === condition)
            : isDeepStrictEqual(got, one.schema)
        if (!same) wrong.push(shown({ name: one.name, options: one.options, got, expected: one.schema }))
      }
      expect(wrong).toEqual([])
    })
  }
})

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

function callText({ sql, text = '', options = {} }: RecordedCall): string {
  if (sql !== undefined) return sql
  const entries = Object.entries(options).flat().map(quoted)
  return `schema_of_json(${quoted(text)}${entries.length === 0 ? '' : `, map(${entries.join(', ')})`})`
}

async function answerOf(sql: string): Promise<string | { readonly error: string | undefined }> {
  try {
    const [row] = await session.sql(sql).collect()
    return row?.['s'] as string
  } catch (error) {
    return { error: (error as { readonly condition?: string }).condition }
  }
}

test(`schema_of_json gives what a real Spark gives: ${recorded.functions.length} calls`, async () => {
  const wrong: string[] = []
  for (const one of recorded.functions) {
    const call = callText(one)
    const got = await answerOf(`SELECT ${call} s FROM VALUES ('1') t(c)`)
    const same =
      typeof one.schema === 'string'
        ? got === one.schema
        : typeof got !== 'string' && (one.schema.error === null || got.error === one.schema.error)
    if (!same) wrong.push(`${call}: ${shown(got)}, not ${shown(one.schema)}`)
  }
  expect(wrong).toEqual([])
})
