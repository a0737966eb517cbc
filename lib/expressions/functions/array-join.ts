import { stringType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'

export const arrayJoin: ScalarFunction = {
  name: 'array_join',
  summary: 'The texts of an array with a delimiter between them; nulls are left out or replaced.',
  bind: signature({ takes: [{ arrayOf: 'string' }, 'string', 'string'], optional: 1, gives: stringType }),
  evaluate([items, delimiter, instead]) {
    const texts = (items as readonly (string | null)[]).map((text) => text ?? (instead as string | undefined) ?? null)
    return texts.filter((text) => text !== null).join(delimiter as string)
  },
}
