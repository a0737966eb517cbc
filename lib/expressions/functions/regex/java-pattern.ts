/**
 * Java's regular expressions as JavaScript's: what means the same goes through, what has another spelling is respelt,
 * and what JavaScript cannot do is refused with its name.
 */
import { MillraceError } from '../../../errors.ts'
import { quoteText } from '../../../types/ddl/type-sql.ts'
import { JavaParser } from './java-parser.ts'
import { JavaPrinter } from './java-printer.ts'

/** A compiled pattern. Groups are asked for by Java's numbers: `groupOf`. */
export interface JavaPattern {
  /** Global and sticky are off; make copies with `new RegExp(source, flags)` for those. */
  readonly regex: RegExp
  readonly source: string
  readonly flags: string
  readonly groups: number
  readonly names: ReadonlyMap<string, number>
  /**
   * What a group fitted; undefined when it took no part.
   *
   * @param found a match, or the arguments of a callback of `String.replace`
   * @throws MILLRACE_UNSUPPORTED_PATTERN where Java may remember what the group had in an earlier round of a loop
   */
  groupOf(found: readonly unknown[], index: number): string | undefined
}

/** @throws INVALID_PARAMETER_VALUE.PATTERN, MILLRACE_UNSUPPORTED_PATTERN */
export function javaPattern(pattern: string, functionName: string): JavaPattern {
  const refuse = (what: string): never => {
    throw new MillraceError(
      'MILLRACE_UNSUPPORTED_PATTERN',
      `This part of Java's regular expressions has no counterpart in JavaScript, write the pattern without it: ${what} in '${pattern}'`,
    )
  }
  const invalid = (cause?: unknown): never => {
    throw invalidPattern(pattern, functionName, cause)
  }
  const { root, groups, names, ignoreCase } = new JavaParser(pattern, invalid, refuse).parse()
  const printer = new JavaPrinter(refuse)
  const source = printer.print(root)
  const flags = ignoreCase ? 'iu' : 'u'
  const { numbers, forgotten } = printer
  const groupOf = (found: readonly unknown[], index: number) => {
    const text = found[numbers[index] as number] as string | undefined
    if (text === undefined && forgotten.has(index)) refuse(`group ${index}, which its loop may have left out,`)
    return text
  }
  try {
    return { regex: new RegExp(source, flags), source, flags, groups, names, groupOf }
  } catch (cause) {
    return invalid(cause)
  }
}

function invalidPattern(pattern: string, functionName: string, cause?: unknown): MillraceError {
  // Spark counts what regexp_extract_all gives.
  const name = functionName === 'regexp_count' ? 'regexp_extract_all' : functionName
  return new MillraceError(
    'INVALID_PARAMETER_VALUE.PATTERN',
    `The value of parameter(s) \`regexp\` in \`${name}\` is invalid: ${quoteText(pattern)}.`,
    { sqlState: '22023', cause },
  )
}
