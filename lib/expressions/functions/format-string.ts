import type { SqlValue } from '../../types/data-type.ts'
import { stringType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { javaFormat } from './text/java-format.ts'

export const formatString: ScalarFunction = {
  name: 'format_string',
  aliases: ['printf'],
  summary: 'Values put into a text by the rules of Java: `%s`, `%5d`, `%.2f`.',
  bind: signature({
    takes: ['string'],
    rest: 'any',
    gives: stringType,
    nullable: (args) => args[0]?.nullable ?? false,
  }),
  nulls: 'custom',
  evaluate([format, ...values], call) {
    if (format === null) return null
    const args = (values as readonly SqlValue[]).map((value, at) => ({
      type: (call.args[at + 1] as Bound).type,
      value,
    }))
    return javaFormat(format as string, args)
  },
}
