import { jsonWriteOptions } from '../../formats/json/options.ts'
import { JsonValueWriter } from '../../formats/json/value-writer.ts'
import type { SqlValue } from '../../types/data-type.ts'
import { typeSql } from '../../types/ddl/type-sql.ts'
import { stringType, structType } from '../../types/types.ts'
import { mismatch } from '../binder/mismatch.ts'
import { checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import type { BoundCall, ScalarFunction } from '../scalar-function.ts'
import { constantOptions } from './collection/constant-options.ts'
import { perCall } from './per-call.ts'

interface ToJsonData {
  readonly options: readonly (readonly [string, string])[]
  readonly zone: string
}

const writerOf = perCall((data: unknown, call: BoundCall) => {
  const { options, zone } = data as ToJsonData
  return new JsonValueWriter((call.args[0] as Bound).type, jsonWriteOptions(new Map(options), zone))
})

export const toJson: ScalarFunction = {
  name: 'to_json',
  summary: 'A struct, array or map as JSON text.',
  bind(args, context) {
    checkCount(args, 1, 2, context)
    const given = args[0] as Bound
    const value = given.type.kind === 'null' ? context.cast(given, structType([])) : given
    if (!['struct', 'array', 'map', 'variant'].includes(value.type.kind)) {
      const detail = `Input schema "${typeSql(value.type)}" must be a struct, an array, a map or a variant.`
      throw mismatch(context, 'INVALID_JSON_SCHEMA', detail)
    }
    const data: ToJsonData = { options: args[1] ? constantOptions(args[1], context) : [], zone: context.zone }
    // Spark does not show the options.
    const text = `${context.name}(${boundText(value)})`
    return { args: [value, ...args.slice(1)], type: stringType, nullable: true, data, text }
  },
  nulls: 'custom',
  evaluate: ([value], call) => (value === null ? null : writerOf(call, call.data).text(value as SqlValue)),
}
