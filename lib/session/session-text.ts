/** SQL text as a session reads it: `${name}` stands for a setting, and the parser follows the session's settings. */
import { MillraceError } from '../errors.ts'
import type { Expression } from '../expressions/expression.ts'
import { parseExpression } from '../expressions/parser/parse-expression.ts'
import type { SessionContext } from './session-context.ts'

/** `${name}`, `${prefix:name}` (Spark: ConfigReader.REF_RE) */
const reference = /\$\{(?:(\w+?):)?(\S+?)\}/g

/** Prefixes that mean a setting of the session, as none does. */
const ofSettings: ReadonlySet<string | undefined> = new Set([undefined, 'spark', 'sparkconf', 'hivevar', 'hiveconf'])

/**
 * The text with values in the place of `${…}`, and of those in the values (Spark: VariableSubstitution): settings,
 * nothing for those that were not set; with `env:` variables of the environment. What else stands in such brackets stays.
 *
 * @throws MILLRACE_ARGUMENT for a value that names itself
 */
export function substituted(text: string, context: SessionContext): string {
  return context.conf.isOn('spark.sql.variable.substitute') ? replaced(text, [], context) : text
}

function replaced(text: string, around: readonly string[], context: SessionContext): string {
  if (!text.includes('${')) return text
  return text.replace(reference, (whole, prefix: string | undefined, name: string) => {
    const used = prefix === undefined ? name : `${prefix}:${name}`
    if (around.includes(used)) {
      throw new MillraceError('MILLRACE_ARGUMENT', `requirement failed: Circular reference in ${text}: ${used}`)
    }
    const value = ofSettings.has(prefix)
      ? (context.conf.find(name) ?? '')
      : prefix === 'env'
        ? context.surroundings.environment?.(name)
        : undefined
    return value === undefined ? whole : replaced(value, [...around, used], context)
  })
}

/** Whether backslashes in string literals stand for themselves. */
export const keepsEscapes = ({ conf }: SessionContext): boolean => conf.isOn('spark.sql.parser.escapedStringLiterals')

/** An expression from text. @throws as `parseExpression` */
export function sessionExpression(text: string, context: SessionContext): Expression {
  return parseExpression(substituted(text, context), keepsEscapes(context))
}
