/** Schemas and types from DDL text. */
import { MillraceError } from '../../errors.ts'
import type { DataType, Field } from '../data-type.ts'
import { Schema } from '../schema.ts'
import { structType } from '../types.ts'
import { TokenCursor } from './token-cursor.ts'
import { fieldAt, isSimpleTypeName, parseTypeAt } from './type-parser.ts'

/**
 * A schema from DDL, as `StructType.fromDDL`: `a INT NOT NULL COMMENT 'x', b STRUCT<c: STRING>`.
 *
 * @throws PARSE_SYNTAX_ERROR, UNSUPPORTED_DATATYPE and what else Spark finds wrong with it, with line and position
 */
export function parseSchema(ddl: string): Schema {
  const cursor = new TokenCursor(ddl)
  const fields: Field[] = []
  do {
    fields.push(fieldAt(cursor, cursor.strictName(), 'text'))
  } while (cursor.takeSymbol(','))
  cursor.expectEnd(!isSimpleTypeName(cursor.peek(-1).upper))
  return new Schema(fields)
}

/**
 * One type: `decimal(10,2)`, `array<struct<a:int>>`.
 *
 * @throws PARSE_SYNTAX_ERROR, UNSUPPORTED_DATATYPE, … with line and position
 */
export function parseType(text: string): DataType {
  const cursor = new TokenCursor(text)
  const type = parseTypeAt(cursor, 'text')
  cursor.expectEnd(!isSimpleTypeName(cursor.peek(-1).upper))
  return type
}

/**
 * A type or the columns of a struct, whichever the text is (Spark's `DataType.fromDDL`, for from_json and its kin).
 *
 * @throws the error of reading it as a type
 */
export function parseTypeOrSchema(text: string): DataType {
  try {
    return parseType(text)
  } catch (error) {
    if (!(error instanceof MillraceError)) throw error
    try {
      return structType(parseSchema(text).fields)
    } catch {
      throw error
    }
  }
}
