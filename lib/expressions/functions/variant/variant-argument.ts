/** What functions of variants have in common: values that may become variants, paths, and their errors. */
import { MillraceError } from '../../../errors.ts'
import type { DataType } from '../../../types/data-type.ts'
import { typeSql } from '../../../types/ddl/type-sql.ts'
import { parseVariantPath, type VariantStep } from '../../../types/variant/variant-path.ts'
import { mismatch } from '../../binder/mismatch.ts'
import type { BindContext } from '../../scalar-function.ts'

/** DATATYPE_MISMATCH.CAST_WITHOUT_SUGGESTION of a cast that a function would have to make. */
export function refusedCast(from: DataType, to: DataType, context: BindContext): MillraceError {
  return mismatch(context, 'CAST_WITHOUT_SUGGESTION', `cannot cast "${typeSql(from)}" to "${typeSql(to)}".`)
}

/**
 * The steps of a path to change something at.
 *
 * @param root whether `$` alone will do
 * @throws INVALID_VARIANT_PATH
 */
export function targetSteps(path: string, functionName: string, root: boolean): readonly VariantStep[] {
  const steps = parseVariantPath(path)
  if (steps && (root || steps.length > 0)) return steps
  throw new MillraceError(
    'INVALID_VARIANT_PATH',
    `The path '${path}' is not a valid \`${functionName}\` target.\nA valid path should start with \`$\` and is followed ` +
      'by segments like `[123]`, `.name`, `[\'name\']`, or `["name"]`.',
    { sqlState: '22023', parameters: { path, functionName: `\`${functionName}\`` } },
  )
}
