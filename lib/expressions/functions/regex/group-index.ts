/** Checks the group that regexp_extract and its kin ask for. */
import { MillraceError } from '../../../errors.ts'

/** @throws INVALID_PARAMETER_VALUE.REGEX_GROUP_INDEX */
export function checkGroup(index: number, groups: number, functionName: string): void {
  if (index >= 0 && index <= groups) return
  throw new MillraceError(
    'INVALID_PARAMETER_VALUE.REGEX_GROUP_INDEX',
    `The value of parameter(s) \`idx\` in \`${functionName}\` is invalid: Expects group index between 0 and ${groups}, but got ${index}.`,
    { sqlState: '22023' },
  )
}
