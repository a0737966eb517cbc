import type { SqlValue } from '../../types/data-type.ts'
import { field, structType } from '../../types/types.ts'
import { mismatch, wrongArgumentCount } from '../binder/mismatch.ts'
import type { Bound } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import type { ScalarFunction } from '../scalar-function.ts'

export const namedStruct: ScalarFunction = {
  name: 'named_struct',
  summary: 'A struct of names and values in turn.',
  bind(args, context) {
    if (args.length === 0 || args.length % 2 === 1) throw wrongArgumentCount(context.name, '2n (n > 0)', args.length)
    const names = args.filter((_, at) => at % 2 === 0)
    const wrong = names.filter((name) => !context.foldable(name) || name.type.kind !== 'string')
    if (wrong.length > 0) {
      const shown = wrong.map((name) => `"${boundText(name)}"`).join(', ')
      const detail = `Only foldable \`STRING\` expressions are allowed to appear at odd position, but they are [${shown}].`
      throw mismatch(context, 'CREATE_NAMED_STRUCT_WITHOUT_FOLDABLE_STRING', detail)
    }
    const fields = args.flatMap((arg, at) => {
      if (at % 2 === 1) return []
      const value = args[at + 1] as Bound
      return [field(String(context.constant(arg, 'name')), value.type, value.nullable)]
    })
    return { args, type: structType(fields), nullable: false }
  },
  nulls: 'custom',
  evaluate: (args) => (args as readonly SqlValue[]).filter((_, at) => at % 2 === 1),
}
