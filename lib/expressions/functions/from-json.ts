import { jsonReadOptions } from '../../formats/json/options.ts'
import { JsonValueParser } from '../../formats/json/value-parser.ts'
import type { SqlValue } from '../../types/data-type.ts'
import { parseTypeOrSchema } from '../../types/ddl/ddl.ts'
import { castArgument, checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { BindContext, BoundCall, ScalarFunction } from '../scalar-function.ts'
import { allNullable } from './collection/all-nullable.ts'
import { type ReadData, readBySchema } from './collection/read-by-schema.ts'
import { perCall } from './per-call.ts'

function bind(args: readonly Bound[], context: BindContext): Omit<BoundCall, 'name'> {
  checkCount(args, 2, 3, context)
  const text = castArgument(args[0] as Bound, 0, 'string', context)
  const { schema, parts } = readBySchema(text, args, context)
  const type = allNullable(parseTypeOrSchema(schema))
  // Spark calls a map that was read `entries`.
  return { ...parts, type, nullable: true, ...(type.kind === 'map' ? { text: 'entries' } : {}) }
}

const parserOf = perCall((data: unknown, call: BoundCall) => {
  const { options, zone } = data as ReadData
  return new JsonValueParser(call.type, jsonReadOptions(new Map(options), zone))
})

export const fromJson: ScalarFunction = {
  name: 'from_json',
  summary: 'A struct, array or map read from JSON text by a schema in DDL.',
  bind,
  nulls: 'custom',
  evaluate: ([text], call): SqlValue => (text === null ? null : parserOf(call, call.data).parse(text as string)),
}
