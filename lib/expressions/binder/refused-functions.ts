/** Functions of Spark 4.3 that there are not, and why; and those that stand in FROM only. */
import { MillraceError } from '../../errors.ts'
import { quoteName } from '../../types/ddl/identifier.ts'

interface Refusal {
  /** Spark's condition where a Spark without the part refuses too. */
  readonly condition?: string
  readonly sqlState?: string
  readonly because: string
  /** What to do instead. */
  readonly instead: string
}

const java: Refusal = {
  because: 'it calls a method of a class of Java, and there is no Java',
  instead: 'make a function of the program of it: udf() or columnUdf(), and spark.udf.register() for SQL',
}

const avro: Refusal = {
  condition: 'AVRO_NOT_LOADED_SQL_FUNCTIONS_UNUSABLE',
  sqlState: '22KD3',
  because: 'the Avro data source is not loaded: nothing reads or writes Avro here',
  instead: 'decode the bytes in a function of the program (udf()), or let the data come as JSON (from_json, to_json)',
}

const protobuf: Refusal = {
  condition: 'PROTOBUF_NOT_LOADED_SQL_FUNCTIONS_UNUSABLE',
  sqlState: '22KD3',
  because: 'the Protobuf data source is not loaded: nothing reads or writes Protobuf here',
  instead: 'decode the bytes in a function of the program (udf()), or let the data come as JSON (from_json, to_json)',
}

const timeOfDay: Refusal = {
  because: 'there are no columns of the type TIME',
  instead: "use date_format(current_timestamp(), 'HH:mm:ss')",
}

/** By name. */
export const refusedFunctions: ReadonlyMap<string, Refusal> = new Map<string, Refusal>([
  ['java_method', java],
  ['reflect', java],
  ['try_reflect', java],
  [
    'counter_diff',
    {
      because: 'it is a function over windows of rows that there is not',
      instead: 'write value - lag(value) OVER (…), with a condition for the counter that begins anew',
    },
  ],
  ['from_avro', avro],
  ['to_avro', avro],
  ['schema_of_avro', avro],
  ['from_protobuf', protobuf],
  ['to_protobuf', protobuf],
  ['current_time', timeOfDay],
  ['localtime', timeOfDay],
  [
    'measure',
    {
      because: 'there are no metric views, whose measures it would ask for',
      instead: 'write the aggregate itself: sum(…), avg(…)',
    },
  ],
])

/** Functions that give rows: in FROM only. */
const tableFunctions: ReadonlySet<string> = new Set(['range', 'sql_keywords', 'collations', 'python_worker_logs'])

/**
 * The error of calling a function that Spark has and that cannot be called; undefined for other names.
 *
 * @returns MILLRACE_UNSUPPORTED_FUNCTION or Spark's condition, with what to do instead; NOT_A_SCALAR_FUNCTION
 */
export function refusal(name: string): MillraceError | undefined {
  if (tableFunctions.has(name)) {
    const quoted = quoteName([name])
    return new MillraceError(
      'NOT_A_SCALAR_FUNCTION',
      `${quoted} appears as a scalar expression here, but the function was defined as a table function. Please update the ` +
        `query to move the function call into the FROM clause, or redefine ${quoted} as a scalar function instead.`,
      { sqlState: '42887', parameters: { functionName: quoted } },
    )
  }
  const known = refusedFunctions.get(name)
  if (!known) return undefined
  const { condition = 'MILLRACE_UNSUPPORTED_FUNCTION', sqlState, because, instead } = known
  const message = `Cannot call the ${name.toUpperCase()} SQL function because ${because}. Instead, ${instead}.`
  return new MillraceError(condition, message, {
    ...(sqlState === undefined ? {} : { sqlState }),
    parameters: { functionName: name.toUpperCase() },
  })
}
