/**
 * Functions of the program's own: what they take and give, and how rows reach them. A plan holds only their id; the
 * functions stand in one table of the process, so that every session and plain RxJS can run them.
 */
import { MillraceError } from '../errors.ts'
import type { DataType, SqlValue } from '../types/data-type.ts'
import { typeSimpleText } from '../types/ddl/type-sql.ts'
import { fromRowValue, toRowValue } from '../types/values/row-value.ts'
import type { UserFunctionTable } from './evaluation.ts'

/** What a program wrote; it gets the values rows hold, null for NULL. */
export type UserBody = (...values: readonly never[]) => unknown

export interface UserFunctionDefinition {
  /** For names of columns and messages. */
  readonly name: string
  readonly body: UserBody
  /** Types that arguments are cast to; undefined = as they come. */
  readonly takes: readonly DataType[] | undefined
  readonly gives: DataType
  readonly deterministic: boolean
}

/** Makes a function over internal values, once the types of its arguments are known. */
export type RowForm = (takes: readonly DataType[]) => (...args: readonly SqlValue[]) => SqlValue

const table = new Map<string, RowForm>()

/** Every function of the program, by id. */
export const userFunctionTable: UserFunctionTable = table

/** Puts a function into the table. @returns its id */
export function addUserFunction(definition: UserFunctionDefinition): string {
  refuseAsync(definition)
  return addRowForm((takes) => userFunction(definition, takes))
}

/** Puts what runs for one row into the table. @returns its id */
export function addRowForm(form: RowForm): string {
  const id = `udf-${table.size + 1}`
  table.set(id, form)
  return id
}

/** @throws MILLRACE_ASYNC_FUNCTION for `async` functions and generators: an expression has its value at once */
export function refuseAsync({ name, body }: Pick<UserFunctionDefinition, 'name'> & { readonly body: unknown }): void {
  const kind = Object.prototype.toString.call(body)
  if (kind !== '[object Function]') throw asyncFunction(name)
}

export function asyncFunction(name: string): MillraceError {
  return new MillraceError(
    'MILLRACE_ASYNC_FUNCTION',
    `A function in an expression must give its value at once; use df.map with an async function instead: ${name}`,
    { parameters: { functionName: name } },
  )
}

/**
 * A function over internal values.
 *
 * @param types of the arguments it will get
 * @returns throws FAILED_EXECUTE_UDF when the function throws, MILLRACE_VALUE_TYPE when its result does not fit
 */
export function userFunction(
  definition: UserFunctionDefinition,
  types: readonly DataType[],
): (...args: readonly SqlValue[]) => SqlValue {
  const { name, gives } = definition
  const body = definition.body as (...values: readonly unknown[]) => unknown
  const what = `the result of ${name}`
  return (...args) => {
    const values = args.map((one, at) => toRowValue(types[at] as DataType, one))
    let result: unknown
    try {
      result = body(...values)
    } catch (error) {
      throw failedCall(definition, types, values, error)
    }
    if (result instanceof Promise) {
      // Its failure has been reported by the refusal.
      result.catch(() => {})
      throw asyncFunction(name)
    }
    return fromRowValue(gives, result, what)
  }
}

/** Longest text of the arguments in a message. */
const longestArguments = 200

/** Spark's FAILED_EXECUTE_UDF, with the arguments, which find the row. */
export function failedCall(
  { name, gives }: Pick<UserFunctionDefinition, 'name' | 'gives'>,
  types: readonly DataType[],
  values: readonly unknown[],
  error: unknown,
): MillraceError {
  const signature = types.map(typeSimpleText).join(', ')
  const result = typeSimpleText(gives)
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  const shown = values.map(argumentText).join(', ').slice(0, longestArguments)
  return new MillraceError(
    'FAILED_EXECUTE_UDF',
    `User defined function (\`${name}\`: (${signature}) => ${result}) failed due to: ${reason}. It was called with (${shown}).`,
    {
      sqlState: '39000',
      parameters: { functionName: `\`${name}\``, signature, result, reason, arguments: shown },
      cause: error,
    },
  )
}

function argumentText(value: unknown): string {
  if (typeof value === 'bigint') return `${value}`
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return JSON.stringify(value) ?? 'null'
  const own = String(value)
  if (own !== '[object Object]' && !Array.isArray(value)) return own
  return JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? `${one}` : one))
}
