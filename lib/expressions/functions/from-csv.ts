import { csvReadOptions } from '../../formats/csv/options.ts'
import { CsvValueParser } from '../../formats/csv/value-parser.ts'
import type { Field, SqlValue } from '../../types/data-type.ts'
import { parseSchema } from '../../types/ddl/ddl.ts'
import { structType } from '../../types/types.ts'
import { checkCount, exactArgument } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { BoundCall, ScalarFunction } from '../scalar-function.ts'
import { type ReadData, readBySchema } from './collection/read-by-schema.ts'
import { perCall } from './per-call.ts'

const parserOf = perCall((data: unknown, call: BoundCall) => {
  const { options, zone } = data as ReadData
  const fields = call.type.kind === 'struct' ? call.type.fields : []
  return new CsvValueParser(fields, csvReadOptions(new Map(options), zone))
})

export const fromCsv: ScalarFunction = {
  name: 'from_csv',
  summary: 'A struct read from CSV text by a schema in DDL.',
  bind(args, context) {
    checkCount(args, 2, 3, context)
    const text = exactArgument(args[0] as Bound, 0, 'string', context)
    const { schema, parts } = readBySchema(text, args, context)
    const fields = parseSchema(schema).fields.map((field: Field) => ({ ...field, nullable: true }))
    return { ...parts, type: structType(fields), nullable: text.nullable }
  },
  nulls: 'custom',
  evaluate: ([text], call): SqlValue => (text === null ? null : parserOf(call, call.data).parse(text as string)),
}
