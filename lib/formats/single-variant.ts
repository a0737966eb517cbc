/** Reading each whole record as one VARIANT column: the option singleVariantColumn of json and csv. */
import { MillraceError } from '../errors.ts'
import { typeSql } from '../types/ddl/type-sql.ts'
import { Schema } from '../types/schema.ts'
import { field, structType, variantType } from '../types/types.ts'
import type { FormatOptions } from './format.ts'

/** The schema that the option stands for; undefined without it. */
export function singleVariantSchema(options: FormatOptions): Schema | undefined {
  const name = options.get('singlevariantcolumn')
  return name === undefined ? undefined : new Schema([field(name, variantType)])
}

/**
 * Checks a schema against the option's column.
 *
 * @param name the column that the option names; undefined without the option
 * @throws INVALID_SINGLE_VARIANT_COLUMN when there are other columns than it and the one for corrupt records
 */
export function requireSingleVariant(schema: Schema, name: string | undefined, corruptRecord: string): void {
  if (name === undefined) return
  const others = schema.fields.filter((one) => one.name !== corruptRecord || one.name === name)
  const [only] = others
  if (others.length === 1 && only?.name === name && only.type.kind === 'variant') return
  const text = `"${typeSql(structType(schema.fields))}"`
  throw new MillraceError(
    'INVALID_SINGLE_VARIANT_COLUMN',
    `User specified schema ${text} is invalid when the \`singleVariantColumn\` option is enabled. The schema must either ` +
      'be a variant field, or a variant field plus a corrupt column field.',
    { sqlState: '42613', parameters: { schema: text } },
  )
}
