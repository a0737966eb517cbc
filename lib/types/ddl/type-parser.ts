/** Types in SQL: the grammar rule `dataType`, over a cursor that a larger grammar may own. */
import { MillraceError } from '../../errors.ts'
import type { DataType, Field, SimpleKind } from '../data-type.ts'
import { timestampOf } from '../time/timestamp-of.ts'
import { arrayType, dayTimeIntervalType, decimalType, mapType, structType, yearMonthIntervalType } from '../types.ts'
import type { TokenCursor } from './token-cursor.ts'
import { stringValue, type Token } from './tokenizer.ts'

const simpleTypes: ReadonlyMap<string, SimpleKind> = new Map([
  ['BOOLEAN', 'boolean'],
  ['TINYINT', 'byte'],
  ['BYTE', 'byte'],
  ['SMALLINT', 'short'],
  ['SHORT', 'short'],
  ['INT', 'int'],
  ['INTEGER', 'int'],
  ['BIGINT', 'long'],
  ['LONG', 'long'],
  ['FLOAT', 'float'],
  ['REAL', 'float'],
  ['DOUBLE', 'double'],
  ['DATE', 'date'],
  ['BINARY', 'binary'],
  ['VOID', 'null'],
  ['VARIANT', 'variant'],
])

/** Whether a word names a type without brackets or sizes. */
export function isSimpleTypeName(upper: string): boolean {
  return simpleTypes.has(upper)
}

const dayTimeUnits = ['DAY', 'HOUR', 'MINUTE', 'SECOND']
const yearMonthUnits = ['YEAR', 'MONTH']

/**
 * How errors about well-formed but unknown types are reported: `text` as for a bare type or schema, `fragment` with the
 * type underlined, as inside an expression.
 */
export type TypeErrors = 'text' | 'fragment'

/**
 * Parses one type at the cursor and stops behind it.
 *
 * @throws PARSE_SYNTAX_ERROR, UNSUPPORTED_DATATYPE, INCOMPLETE_TYPE_DEFINITION.*, DATATYPE_MISSING_SIZE,
 *   DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION, DECIMAL_SCALE_EXCEEDS_PRECISION
 */
export function parseTypeAt(cursor: TokenCursor, errors: TypeErrors = 'fragment'): DataType {
  return cursor.nested(() => {
    const token = cursor.peek()
    switch (token.upper) {
      case 'ARRAY':
      case 'MAP':
      case 'STRUCT':
        return complexType(cursor, errors)
      case 'INTERVAL':
        cursor.next()
        return intervalType(cursor)
      default:
        return primitiveType(cursor, errors)
    }
  })
}

function complexType(cursor: TokenCursor, errors: TypeErrors): DataType {
  const token = cursor.next()
  const open = cursor.peek()
  if (token.upper === 'STRUCT' && cursor.takeSymbol('<>')) return structType([])
  if (!cursor.isSymbol('<')) {
    if (cursor.isSymbol('<>')) throw cursor.syntaxError(open)
    return incomplete(cursor, token, errors)
  }
  try {
    cursor.next()
    const type = complexBody(cursor, token.upper, errors)
    cursor.expectSymbol('>')
    return type
  } catch (error) {
    // Spark's grammar then takes ARRAY, MAP or STRUCT for a plain name, and stumbles over the bracket.
    if (error instanceof MillraceError && error.condition === 'PARSE_SYNTAX_ERROR') throw cursor.syntaxError(open)
    throw error
  }
}

function complexBody(cursor: TokenCursor, kind: string, errors: TypeErrors): DataType {
  if (kind === 'ARRAY') return arrayType(parseTypeAt(cursor, errors))
  if (kind === 'STRUCT') return structType(cursor.isSymbol('>') ? [] : structFields(cursor, errors))
  const key = parseTypeAt(cursor, errors)
  cursor.expectSymbol(',')
  return mapType(key, parseTypeAt(cursor, errors))
}

function structFields(cursor: TokenCursor, errors: TypeErrors): readonly Field[] {
  const fields: Field[] = []
  do {
    const name = cursor.strictName()
    cursor.takeSymbol(':')
    fields.push(fieldAt(cursor, name, errors))
  } while (cursor.takeSymbol(','))
  return fields
}

/** The rest of a column or field behind its name: `INT NOT NULL COMMENT 'x'`. */
export function fieldAt(cursor: TokenCursor, name: string, errors: TypeErrors): Field {
  const type = parseTypeAt(cursor, errors)
  const required = cursor.isWord('NOT') || cursor.isSymbol('!')
  if (required) {
    cursor.next()
    if (!cursor.takeWord('NULL')) throw cursor.syntaxError(cursor.peek(), ": missing 'NULL'")
  }
  const field = { name, type, nullable: !required }
  if (!cursor.takeWord('COMMENT')) return field
  if (cursor.peek().kind !== 'string') throw cursor.syntaxError(cursor.peek())
  let comment = ''
  while (cursor.peek().kind === 'string') comment += stringValue(cursor.next())
  return { ...field, metadata: { comment } }
}

function intervalType(cursor: TokenCursor): DataType {
  for (const [units, make] of [
    [yearMonthUnits, yearMonthIntervalType],
    [dayTimeUnits, dayTimeIntervalType],
  ] as const) {
    const from = units.indexOf(cursor.peek().upper)
    if (from < 0) continue
    cursor.next()
    const to = cursor.isWord('TO') ? units.indexOf(cursor.peek(1).upper) : -1
    // `SECOND TO DAY` and `YEAR TO DAY` are no types: the TO is left for whoever comes next to stumble over.
    if (to <= from) return make(from, from)
    cursor.at += 2
    return make(from, to)
  }
  return { kind: 'calendar_interval' }
}

interface TypeName {
  readonly token: Token
  readonly last: Token
  readonly sizes: readonly number[]
}

function primitiveType(cursor: TokenCursor, errors: TypeErrors): DataType {
  const token = cursor.peek()
  cursor.name()
  const sizes = cursor.isSymbol('(') ? sizeList(cursor) : []
  const last = cursor.peek(-1)
  const name: TypeName = { token, last, sizes }
  const simple = simpleTypes.get(token.upper)
  if (simple !== undefined && sizes.length === 0) return { kind: simple }
  switch (token.upper) {
    case 'STRING':
      if (sizes.length > 0) break
      return stringType(cursor)
    case 'CHAR':
    case 'CHARACTER':
    case 'VARCHAR':
      return sizedText(cursor, name, errors)
    case 'DECIMAL':
    case 'DEC':
    case 'NUMERIC':
      if (sizes.length > 2) break
      return decimal(cursor.text, sizes)
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
    case 'TIMESTAMP_NTZ':
    case 'TIME':
      if (sizes.length > 1) break
      return timeType(cursor, name)
  }
  const written = sizes.length > 0 ? `${token.text}(${sizes.join(',')})` : token.text
  const message = `Unsupported data type "${written.toUpperCase()}".`
  return fail(cursor, errors, 'UNSUPPORTED_DATATYPE', message, '0A000', token, last)
}

/** Defers the error and gives a type to go on with. */
function fail(
  cursor: TokenCursor,
  errors: TypeErrors,
  condition: string,
  message: string,
  sqlState: string,
  first: Token,
  last: Token,
): DataType {
  const error =
    errors === 'text'
      ? cursor.error(condition, message, sqlState, first)
      : cursor.fragmentError(condition, message, sqlState, first, last)
  cursor.defer(error)
  return { kind: 'null' }
}

function sizeList(cursor: TokenCursor): readonly number[] {
  const sizes: number[] = []
  cursor.expectSymbol('(')
  do {
    const token = cursor.peek()
    if (token.kind !== 'number' || !/^\d+$/.test(token.text)) throw cursor.syntaxError(token)
    sizes.push(Number(cursor.next().text))
  } while (cursor.takeSymbol(','))
  cursor.expectSymbol(')')
  return sizes
}

function stringType(cursor: TokenCursor): DataType {
  if (!cursor.takeWord('COLLATE')) return { kind: 'string' }
  const collation = cursor.name()
  if (collation.toUpperCase() === 'UTF8_BINARY') return { kind: 'string' }
  throw new MillraceError(
    'MILLRACE_UNSUPPORTED_COLLATION',
    `Strings are compared as UTF8_BINARY only; leave out the COLLATE clause: ${collation}`,
  )
}

function sizedText(cursor: TokenCursor, { token, last, sizes }: TypeName, errors: TypeErrors): DataType {
  const [length, ...more] = sizes
  const name = token.upper
  if (length === undefined || more.length > 0) {
    const message = `DataType "${name}" requires a length parameter, for example "${name}"(10). Please specify the length.`
    return fail(cursor, errors, 'DATATYPE_MISSING_SIZE', message, '42K01', token, last)
  }
  return { kind: name === 'VARCHAR' ? 'varchar' : 'char', length }
}

function decimal(text: string, [precision = 10, scale = 0]: readonly number[]): DataType {
  if (scale > precision) {
    throw new MillraceError(
      'DECIMAL_SCALE_EXCEEDS_PRECISION',
      `Decimal scale (${scale}) cannot be greater than precision (${precision}).\n== SQL ==\n${text}`,
      { sqlState: '22003' },
    )
  }
  if (precision > 38) {
    throw new MillraceError(
      'DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION',
      `Decimal precision ${precision} exceeds max precision 38.`,
      { sqlState: '22003' },
    )
  }
  return decimalType(precision, scale)
}

function timeType(cursor: TokenCursor, { token, sizes }: TypeName): DataType {
  const [precision = 6] = sizes
  if (token.upper === 'TIME') return { kind: 'time' }
  const plain = token.upper === 'TIMESTAMP'
  const local = token.upper === 'TIMESTAMP_NTZ' || (plain && cursor.takeWords('WITHOUT', 'TIME', 'ZONE'))
  if (plain && !local) cursor.takeWords('WITH', 'LOCAL', 'TIME', 'ZONE')
  return timestampOf(precision, local)
}

const incompleteTypes: { readonly [name: string]: readonly [string, string] } = {
  ARRAY: ['You must provide an element type.', 'ARRAY<INT>'],
  MAP: ['You must provide a key type and a value type.', 'MAP<TIMESTAMP, INT>'],
  STRUCT: ['You must provide at least one field type.', 'STRUCT<name STRING, age INT>'],
}

function incomplete(cursor: TokenCursor, token: Token, errors: TypeErrors): DataType {
  const name = token.upper
  const [advice, example] = incompleteTypes[name] as readonly [string, string]
  const message =
    `Incomplete complex type: The definition of "${name}" type is incomplete. ${advice} For example: ` + `"${example}".`
  return fail(cursor, errors, `INCOMPLETE_TYPE_DEFINITION.${name}`, message, '42K01', token, token)
}
