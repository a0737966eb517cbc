import { stringType } from '../../types/types.ts'
import { typeSql } from '../../types/ddl/type-sql.ts'
import { signature } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { catalogType } from './collection/catalog-type.ts'

const typeOf: ScalarFunction = {
  name: 'typeof',
  summary: 'The name of the type of a value.',
  bind: signature({ takes: ['any'], gives: stringType, nullable: false }),
  nulls: 'custom',
  evaluate: (_, call) => catalogType((call.args[0] as Bound).type, typeSql),
}
export { typeOf as typeof_ }
