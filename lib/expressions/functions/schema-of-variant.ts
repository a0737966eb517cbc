import type { SqlValue } from '../../types/data-type.ts'
import { stringType } from '../../types/types.ts'
import { Variant } from '../../types/variant/variant.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { variantSchema, variantSchemaText } from './variant/variant-schema.ts'

export const schemaOfVariant: ScalarFunction = {
  name: 'schema_of_variant',
  summary: 'The type of a variant in DDL, objects as `OBJECT<name: type>`.',
  bind: signature({ takes: ['variant'], gives: stringType, exact: true }),
  evaluate: ([value]) => variantSchemaText(variantSchema(Variant.of(value as SqlValue))),
}
