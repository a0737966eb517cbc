/** Types as Spark's SQL spells them (`DataType.sql`) and as its catalog does (`catalogString`). */
import type { DataType, Field, SimpleKind } from '../data-type.ts'
import { quoteIfNeeded } from './identifier.ts'

const sqlNames: { readonly [K in SimpleKind]: string } = {
  null: 'VOID',
  boolean: 'BOOLEAN',
  byte: 'TINYINT',
  short: 'SMALLINT',
  int: 'INT',
  long: 'BIGINT',
  float: 'FLOAT',
  double: 'DOUBLE',
  string: 'STRING',
  binary: 'BINARY',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
  timestamp_ntz: 'TIMESTAMP_NTZ',
  time: 'TIME(6)',
  calendar_interval: 'INTERVAL',
  variant: 'VARIANT',
}

const dayTimeUnits = ['DAY', 'HOUR', 'MINUTE', 'SECOND'] as const
const yearMonthUnits = ['YEAR', 'MONTH'] as const

function intervalSql(units: readonly string[], from: number, to: number): string {
  return from === to ? `INTERVAL ${units[from]}` : `INTERVAL ${units[from]} TO ${units[to]}`
}

/** A comment's text as an SQL string literal. */
export function quoteText(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

/** `a: INT NOT NULL COMMENT 'x'`, a field inside STRUCT<…>. */
function structFieldSql(field: Field): string {
  const comment = field.metadata?.comment
  return `${quoteIfNeeded(field.name)}: ${typeSql(field.type)}${field.nullable ? '' : ' NOT NULL'}${
    comment === undefined ? '' : ` COMMENT ${quoteText(comment)}`
  }`
}

/** The type in SQL, as in Spark's messages and `DataType.sql`: `STRUCT<a: INT NOT NULL, b: ARRAY<STRING>>`. */
export function typeSql(type: DataType): string {
  switch (type.kind) {
    case 'decimal':
      return `DECIMAL(${type.precision},${type.scale})`
    case 'timestamp_nanos':
      return `TIMESTAMP_${type.local ? 'NTZ' : 'LTZ'}(${type.precision})`
    case 'day_time_interval':
      return intervalSql(dayTimeUnits, type.from, type.to)
    case 'year_month_interval':
      return intervalSql(yearMonthUnits, type.from, type.to)
    case 'char':
      return `CHAR(${type.length})`
    case 'varchar':
      return `VARCHAR(${type.length})`
    case 'array':
      return `ARRAY<${typeSql(type.element)}>`
    case 'map':
      return `MAP<${typeSql(type.key)}, ${typeSql(type.value)}>`
    case 'geometry':
    case 'geography':
      return `${type.kind}(${type.srid})`.toUpperCase()
    case 'struct':
      return `STRUCT<${type.fields.map(structFieldSql).join(', ')}>`
    default:
      return sqlNames[type.kind]
  }
}

/** The type as Spark's catalog prints it: `struct<a:int,b:array<string>>`. */
export function typeSimpleText(type: DataType): string {
  switch (type.kind) {
    case 'array':
      return `array<${typeSimpleText(type.element)}>`
    case 'map':
      return `map<${typeSimpleText(type.key)},${typeSimpleText(type.value)}>`
    case 'struct':
      return `struct<${type.fields.map((field) => `${field.name}:${typeSimpleText(field.type)}`).join(',')}>`
    default:
      return typeSql(type).toLowerCase()
  }
}

/** Columns as Spark's `toDDL` and the golden files spell them: `a INT NOT NULL,b STRUCT<c: STRING>`. */
export function schemaDdl(fields: readonly Field[]): string {
  return fields
    .map((field) => {
      const comment = field.metadata?.comment
      return `${quoteIfNeeded(field.name)} ${typeSql(field.type)}${field.nullable ? '' : ' NOT NULL'}${
        comment === undefined ? '' : ` COMMENT ${quoteText(comment)}`
      }`
    })
    .join(',')
}
