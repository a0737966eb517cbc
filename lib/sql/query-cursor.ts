/** A cursor that can parse queries inside of what it parses: how the pieces of the grammar see each other. */

import { ExpressionParser } from '../expressions/parser/expression-parser.ts'
import type { Query, Relation } from './statement.ts'

export abstract class QueryCursor extends ExpressionParser {
  /** A query: SELECT, set operations, WITH, LIMIT. @throws PARSE_SYNTAX_ERROR, MILLRACE_SQL_NOT_YET */
  abstract query(): Query

  /** What stands behind FROM, joins included. @throws PARSE_SYNTAX_ERROR, MILLRACE_SQL_NOT_YET */
  abstract relations(): Relation

  /**
   * The query that begins at this offset of the text, which goes to a closing bracket, and the cursor that read it.
   *
   * @param around tells which paths are columns of the rows around it: they hide variables
   * @throws PARSE_SYNTAX_ERROR, MILLRACE_SQL_NOT_YET
   */
  abstract subquery(
    start: number,
    around?: (path: readonly string[]) => boolean,
  ): { readonly query: Query; readonly cursor: QueryCursor }
}
