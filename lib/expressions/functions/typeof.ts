import { typeSql } from '../../types/ddl/type-sql.ts'
import { stringType } from '../../types/types.ts'
import { checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { catalogType } from './collection/catalog-type.ts'

/** The argument is not evaluated: `typeof(1 / 0)` raises nothing. */
const typeOf: ScalarFunction = {
  name: 'typeof',
  summary: 'The name of the type of a value.',
  bind(args, context) {
    checkCount(args, 1, 1, context)
    const data = catalogType((args[0] as Bound).type, typeSql)
    return { args: [], type: stringType, nullable: false, data, text: context.text }
  },
  evaluate: (_, call) => call.data as string,
}

export { typeOf as typeof_ }
