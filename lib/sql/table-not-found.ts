/** Errors of names in FROM. */
import { MillraceError } from '../errors.ts'
import { quoteName } from '../types/ddl/identifier.ts'

/** UNRESOLVABLE_TABLE_VALUED_FUNCTION, or NOT_A_TABLE_FUNCTION for a name of a scalar function. */
export function noTableFunction(name: string, scalar: boolean): MillraceError {
  const quoted = quoteName([name])
  if (scalar) {
    return new MillraceError(
      'NOT_A_TABLE_FUNCTION',
      `${quoted} appears as a table function here, but the function was defined as a scalar function. Please update the ` +
        `query to move the function call outside the FROM clause, or redefine ${quoted} as a table function instead.`,
      { sqlState: '42887', parameters: { functionName: quoted } },
    )
  }
  return new MillraceError(
    'UNRESOLVABLE_TABLE_VALUED_FUNCTION',
    `Could not resolve ${quoted} to a table-valued function.\nPlease make sure that ${quoted} is defined as a table-valued ` +
      `function and that all required parameters are provided correctly.\nIf ${quoted} is not defined, please create the ` +
      'table-valued function before using it.\nFor more information about defining table-valued functions, please refer to ' +
      'the Apache Spark documentation.',
    { sqlState: '42883', parameters: { functionName: quoted } },
  )
}

/** What reads a static view as a stream is told. */
export function notStreaming(name: string): MillraceError {
  return new MillraceError(
    '_LEGACY_ERROR_TEMP_1008',
    `${name} is not a temp view of streaming logical plan, please use batch API such as \`DataFrameReader.table\` to read it.`,
  )
}

const searchPath = '`system`.`builtin`, `system`.`session`, `spark_catalog`.`default`'

/**
 * TABLE_OR_VIEW_NOT_FOUND
 *
 * @param searched where it was looked for, as Spark prints it
 */
export function tableNotFound(path: readonly string[], searched = searchPath): MillraceError {
  const name = quoteName(path)
  return new MillraceError(
    'TABLE_OR_VIEW_NOT_FOUND',
    `The table or view ${name} cannot be found. Verify the spelling and correctness of the schema and catalog.\n` +
      `Search path: [${searched}].\n` +
      'If you did not qualify the name with a schema, verify the current_schema() output, or qualify the name with the ' +
      'correct schema and catalog.\nTo tolerate the error on drop use DROP VIEW IF EXISTS or DROP TABLE IF EXISTS.',
    { sqlState: '42P01', parameters: { relationName: name } },
  )
}

/** The columns of a function under more or fewer names. */
export function aliasCountMismatch(name: string, given: number, wanted: number): MillraceError {
  return new MillraceError(
    'NUM_TABLE_VALUE_ALIASES_MISMATCH',
    `Number of given aliases does not match number of output columns.\nFunction name: ${quoteName([name])}; number of ` +
      `aliases: ${given}; number of output columns: ${wanted}.`,
    { sqlState: '42826', parameters: { funcName: quoteName([name]) } },
  )
}

/** A name of more parts than catalog, namespace and table. */
export function manyParts(path: readonly string[]): MillraceError {
  const name = quoteName(path)
  return new MillraceError(
    'REQUIRES_SINGLE_PART_NAMESPACE',
    `spark_catalog requires a single-part namespace, but got identifier ${name}.`,
    { sqlState: '42K05', parameters: { sessionCatalog: 'spark_catalog', identifier: name } },
  )
}
