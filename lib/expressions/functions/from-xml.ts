import type { SqlValue } from '../../types/data-type.ts'
import { parseTypeOrSchema } from '../../types/ddl/ddl.ts'
import { typeSql } from '../../types/ddl/type-sql.ts'
import { mismatch } from '../binder/mismatch.ts'
import { checkCount, exactArgument } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import type { BoundCall, ScalarFunction } from '../scalar-function.ts'
import { allNullable } from './collection/all-nullable.ts'
import { type ReadData, readBySchema } from './collection/read-by-schema.ts'
import { perCall } from './per-call.ts'
import { xmlReader, xmlVariantReader } from './xml/loaded-xml.ts'

const readerOf = perCall((data: unknown, call: BoundCall) => {
  const { options, zone } = data as ReadData
  const { type } = call
  return type.kind === 'struct'
    ? xmlReader(type.fields, new Map(options), zone)
    : xmlVariantReader(new Map(options), zone)
})

export const fromXml: ScalarFunction = {
  name: 'from_xml',
  summary: 'A struct read from XML text by a schema in DDL, or a variant.',
  bind(args, context) {
    checkCount(args, 2, 3, context)
    const shown = { ...context, text: `${context.name}(${boundText(args[0] as Bound)})` }
    const text = exactArgument(args[0] as Bound, 0, 'string', shown)
    const { schema, parts } = readBySchema(text, args, context)
    const type = allNullable(parseTypeOrSchema(schema))
    if (type.kind !== 'struct' && type.kind !== 'variant') {
      const detail = `Input schema "${typeSql(type)}" must be a struct or a variant.`
      throw mismatch(shown, 'INVALID_XML_SCHEMA', detail)
    }
    return { ...parts, type, nullable: true }
  },
  nulls: 'custom',
  evaluate: ([text], call): SqlValue => (text === null ? null : readerOf(call, call.data)(text as string)),
}
