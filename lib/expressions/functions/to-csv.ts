import { csvWriteOptions } from '../../formats/csv/options.ts'
import { CsvValueWriter } from '../../formats/csv/value-parser.ts'
import type { DataType, SqlValue } from '../../types/data-type.ts'
import { typeSql } from '../../types/ddl/type-sql.ts'
import { stringType } from '../../types/types.ts'
import { mismatch } from '../binder/mismatch.ts'
import { checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import type { BoundCall, ScalarFunction } from '../scalar-function.ts'
import { constantOptions } from './collection/constant-options.ts'
import { perCall } from './per-call.ts'

interface ToCsvData {
  readonly options: readonly (readonly [string, string])[]
  readonly zone: string
}

const writerOf = perCall((data: unknown, call: BoundCall) => {
  const { options, zone } = data as ToCsvData
  const { type } = call.args[0] as Bound
  return new CsvValueWriter(type.kind === 'struct' ? type.fields : [], csvWriteOptions(new Map(options), zone))
})

/** Structs of values that stand in one field. */
function supported(type: DataType): boolean {
  const nested = ['array', 'map', 'struct', 'variant', 'calendar_interval']
  return type.kind === 'struct' && type.fields.every((field) => !nested.includes(field.type.kind))
}

export const toCsv: ScalarFunction = {
  name: 'to_csv',
  summary: 'A struct as a line of CSV.',
  bind(args, context) {
    checkCount(args, 1, 2, context)
    const value = args[0] as Bound
    if (!supported(value.type)) {
      const type = `"${typeSql(value.type)}"`
      throw mismatch(context, 'UNSUPPORTED_INPUT_TYPE', `The input of \`to_csv\` can't be ${type} type data.`, {
        functionName: '`to_csv`',
        dataType: type,
      })
    }
    const data: ToCsvData = { options: args[1] ? constantOptions(args[1], context) : [], zone: context.zone }
    // Spark does not show the options.
    const text = `${context.name}(${boundText(value)})`
    return { args: [value, ...args.slice(1)], type: stringType, nullable: true, data, text }
  },
  nulls: 'custom',
  evaluate: ([value], call) => (value === null ? null : writerOf(call, call.data).text(value as SqlValue[])),
}
