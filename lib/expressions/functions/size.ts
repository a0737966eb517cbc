import { intType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'

export const size: ScalarFunction = {
  name: 'size',
  aliases: ['cardinality'],
  summary: 'How many elements an array or entries a map has; of null: null with ANSI, else -1.',
  bind: signature({
    takes: [['array', 'map']],
    gives: intType,
    nullable: ([input], context) => context.ansi && (input?.nullable ?? false),
    data: (_, context) => ({ ansi: context.ansi }),
  }),
  nulls: 'custom',
  evaluate: ([value], call) =>
    value === null
      ? (call.data as { readonly ansi: boolean }).ansi
        ? null
        : -1
      : (value as readonly unknown[]).length,
}
