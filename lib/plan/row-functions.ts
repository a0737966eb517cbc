/**
 * Functions of rows that a program hands to map, flatMap, mapPartitions and filterRows, and those of groups of rows. A plan
 * holds only their id; the functions stand in one table of the process.
 */
import { invariant, MillraceError } from '../errors.ts'
import type { Field } from '../types/data-type.ts'
import { parseSchema } from '../types/ddl/ddl.ts'
import type { StructSchema } from '../types/typed/struct.ts'
import type { RowObject } from '../types/values/row-value.ts'
import type { NodeOptions } from './nodes.ts'

/** Gets a row (or, for partitions, rows) as the program sees it. */
export type RowFunction = (input: RowObject | Iterable<RowObject>) => unknown

const table = new Map<string, { readonly name: string; readonly body: RowFunction }>()

/** Puts a function into the table. @returns its id */
export function addRowFunction(body: (...args: never[]) => unknown): string {
  const id = `rows-${table.size + 1}`
  table.set(id, { name: body.name || 'anonymous', body: body as RowFunction })
  return id
}

/** The function of an id, and its name for messages. */
export function rowFunction(id: string): { readonly name: string; readonly body: RowFunction } {
  const found = table.get(id)
  invariant(found, `no function of rows has the id ${id}`)
  return found
}

/** Whether a function was written `async`. */
function isAsync(body: unknown): boolean {
  return Object.prototype.toString.call(body) === '[object AsyncFunction]'
}

/** Longest text of a row in a message. */
const longestRow = 300

/** What a function threw, as FAILED_EXECUTE_UDF with the row it was called with; our own errors stay as they are. */
export function rowFunctionFailed(id: string, row: unknown, error: unknown): MillraceError {
  if (error instanceof MillraceError) return error
  const { name } = rowFunction(id)
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  const shown = JSON.stringify(row, (_, one: unknown) => (typeof one === 'bigint' ? `${one}` : one)) ?? ''
  const text = shown.slice(0, longestRow)
  return new MillraceError(
    'FAILED_EXECUTE_UDF',
    `User defined function (\`${name}\`: (row) => row) failed due to: ${reason}. It was called with (${text}).`,
    {
      sqlState: '39000',
      parameters: { functionName: `\`${name}\``, signature: 'row', result: 'row', reason, arguments: text },
      cause: error,
    },
  )
}

/** How an async function of rows runs. */
export interface RowFunctionOptions {
  /** Calls at the same time, 16 unless given; an async function's results keep the order of the rows. */
  readonly concurrency?: number
}

/** Calls of an asynchronous function at the same time. */
export const defaultConcurrency = 16

/**
 * The options of a node.
 *
 * @param schema of the rows the function gives, as DDL or `struct({…})`
 */
export function mapRowsOptions(
  kind: NodeOptions['mapRows']['kind'],
  body: (row: never) => unknown,
  schema: string | StructSchema | undefined,
  { concurrency }: RowFunctionOptions = {},
): NodeOptions['mapRows'] {
  const of = typeof schema === 'string' ? parseSchema(schema) : schema
  return {
    kind,
    function: addRowFunction(body),
    fields: of?.fields,
    concurrency: concurrency ?? (isAsync(body) ? defaultConcurrency : undefined),
  }
}

/**
 * The options of a node that makes keys of rows: behind the rows' columns (`append`), or alone (`map`).
 *
 * @param key its columns; `flat`: the function gives the value of the only one
 */
export function keyFunctionOptions(
  kind: 'append' | 'map',
  body: (row: never) => unknown,
  key: { readonly fields: readonly Field[]; readonly flat: boolean },
  { concurrency = isAsync(body) ? defaultConcurrency : undefined }: RowFunctionOptions = {},
): NodeOptions['mapRows'] {
  const single = (row: never): unknown => {
    const value = body(row)
    return value instanceof Promise ? value.then((one) => [one]) : [value]
  }
  Object.defineProperty(single, 'name', { value: body.name })
  return { kind, function: addRowFunction(key.flat ? single : body), fields: key.fields, concurrency }
}
