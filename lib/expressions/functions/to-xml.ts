import type { SqlValue } from '../../types/data-type.ts'
import { stringType } from '../../types/types.ts'
import { unexpectedType } from '../binder/mismatch.ts'
import { checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { constantOptions } from './collection/constant-options.ts'
import { perCall } from './per-call.ts'
import { xmlWriter } from './xml/loaded-xml.ts'

interface ToXmlData {
  readonly options: readonly (readonly [string, string])[]
  readonly zone: string
}

const writerOf = perCall((data: unknown, call) => {
  const { options, zone } = data as ToXmlData
  return xmlWriter((call.args[0] as Bound).type, new Map(options), zone)
})

export const toXml: ScalarFunction = {
  name: 'to_xml',
  summary: 'A struct or a variant as XML text.',
  bind(args, context) {
    checkCount(args, 1, 2, context)
    const value = args[0] as Bound
    // Spark does not show the options.
    const text = `${context.name}(${boundText(value)})`
    if (!['struct', 'variant', 'null'].includes(value.type.kind)) {
      throw unexpectedType({ name: context.name, text }, 0, value, 'struct')
    }
    const data: ToXmlData = { options: args[1] ? constantOptions(args[1], context) : [], zone: context.zone }
    return { args: [value, ...args.slice(1)], type: stringType, nullable: true, data, text }
  },
  nulls: 'custom',
  evaluate: ([value], call) => (value === null ? null : writerOf(call, call.data)(value as SqlValue)),
}
