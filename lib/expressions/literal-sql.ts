/** Literals as SQL that means them (Spark's `Literal.sql`): `'abc'`, `5L`, `CAST(NULL AS INT)`. */
import type { DataType, SqlValue } from '../types/data-type.ts'
import { typeSql } from '../types/ddl/type-sql.ts'
import { javaFloat } from '../types/number-text.ts'
import type { Zone } from '../types/time/zone.ts'
import { valueText } from './cast/cast-mode.ts'
import { literalText } from './literal-text.ts'

/**
 * The SQL of a value.
 *
 * @param zone session zone, for TIMESTAMP
 */
export function literalSql(value: SqlValue, type: DataType, zone: Zone): string {
  if (value === null) return type.kind === 'null' ? 'NULL' : `CAST(NULL AS ${typeSql(type)})`
  const list = value as readonly SqlValue[]
  switch (type.kind) {
    case 'array':
      return `ARRAY(${list.map((one) => literalSql(one, type.element, zone)).join(', ')})`
    case 'map': {
      const entries = value as readonly (readonly [SqlValue, SqlValue])[]
      return `MAP(${entries.map(([k, v]) => `${literalSql(k, type.key, zone)}, ${literalSql(v, type.value, zone)}`).join(', ')})`
    }
    case 'struct':
      return `NAMED_STRUCT(${type.fields.map((one, at) => `'${one.name}', ${literalSql(list[at] ?? null, one.type, zone)}`).join(', ')})`
    case 'float':
      return `CAST('${javaFloat(value as number)}' AS FLOAT)`
    case 'string':
    case 'byte':
    case 'short':
    case 'long':
    case 'double':
    case 'decimal':
      return valueText(value, type)
    default:
      return literalText(value, type, zone)
  }
}
