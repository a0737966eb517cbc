/** Columns as the tree that `printSchema` prints (Spark's StructType.treeString). */
import type { DataType, Field } from '../data-type.ts'
import { typeSimpleText } from './type-sql.ts'

/** Names that differ from the catalog's (`DataType.typeName`). */
const typeNames: { readonly [K in DataType['kind']]?: string } = {
  null: 'void',
  byte: 'byte',
  short: 'short',
  int: 'integer',
  long: 'long',
  array: 'array',
  map: 'map',
  struct: 'struct',
}

/** The text, each line ended. */
export function treeString(fields: readonly Field[]): string {
  return `root\n${fields.map((one) => fieldTree(one, ' |')).join('')}`
}

function typeName(type: DataType): string {
  return typeNames[type.kind] ?? typeSimpleText(type)
}

function fieldTree({ name, type, nullable }: Field, prefix: string): string {
  const label = escapeControls(name)
  return `${prefix}-- ${label}: ${typeName(type)} (nullable = ${nullable})\n${typeTree(type, `${prefix}    |`)}`
}

function typeTree(type: DataType, prefix: string): string {
  switch (type.kind) {
    case 'struct':
      return type.fields.map((one) => fieldTree(one, prefix)).join('')
    case 'array':
      return `${prefix}-- element: ${typeName(type.element)} (containsNull = ${type.containsNull})\n${typeTree(type.element, `${prefix}    |`)}`
    case 'map':
      return (
        `${prefix}-- key: ${typeName(type.key)}\n${typeTree(type.key, `${prefix}    |`)}` +
        `${prefix}-- value: ${typeName(type.value)} (valueContainsNull = ${type.valueContainsNull})\n${typeTree(type.value, `${prefix}    |`)}`
      )
    default:
      return ''
  }
}

const escapes: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\f': '\\f',
  '\b': '\\b',
  '\v': '\\v',
  '\u0007': '\\a',
}

/** SchemaUtils.escapeMetaCharacters: a name cannot break the tree. */
function escapeControls(name: string): string {
  return [...name].map((one) => escapes[one] ?? one).join('')
}
