import { stringType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'

export const concatWs: ScalarFunction = {
  name: 'concat_ws',
  summary: 'Texts and the elements of arrays of texts that are not null, joined with a separator.',
  bind: signature({
    takes: ['string'],
    rest: ['string', { arrayOf: 'string' }],
    gives: stringType,
    nullable: (args) => args[0]?.nullable ?? false,
  }),
  nulls: 'custom',
  evaluate([separator, ...values]) {
    if (separator === null) return null
    return values
      .flat()
      .filter((value) => value !== null)
      .join(separator as string)
  },
}
