/** What only some functions take, written of another one. */
import { MillraceError } from '../../errors.ts'
import { quoteIdentifier } from '../../types/ddl/identifier.ts'

/** INVALID_SQL_SYNTAX.FUNCTION_WITH_UNSUPPORTED_SYNTAX @param syntax `DISTINCT`, `FILTER CLAUSE` … */
export function unsupportedSyntax(functionName: string, syntax: string): MillraceError {
  return new MillraceError(
    'INVALID_SQL_SYNTAX.FUNCTION_WITH_UNSUPPORTED_SYNTAX',
    `Invalid SQL syntax: The function ${quoteIdentifier(functionName)} does not support ${syntax}.`,
    { sqlState: '42000' },
  )
}

/** NAMED_PARAMETERS_NOT_SUPPORTED */
export function unsupportedNames(functionName: string): MillraceError {
  return new MillraceError(
    'NAMED_PARAMETERS_NOT_SUPPORTED',
    `Named parameters are not supported for function ${quoteIdentifier(functionName)}; please retry the query with ` +
      'positional arguments to the function call instead.',
    { sqlState: '4274K' },
  )
}
