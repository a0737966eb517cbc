/** SQL text as a session reads it: `${name}` stands for a setting, and the parser follows the session's settings. */
import { MillraceError } from '../errors.ts'
import type { Expression } from '../expressions/expression.ts'
import { isFoldable } from '../expressions/foldable.ts'
import { interpreter } from '../expressions/interpret.ts'
import type { ConstantValue } from '../expressions/parser/expression-cursor.ts'
import { parseExpressionOf, type StatementNames } from '../sql/parse-statement.ts'
import { Schema } from '../types/schema.ts'
import { batchEvaluation } from './batch-evaluation.ts'
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

/**
 * What texts may name in a session, as things are now.
 *
 * @param found called for each name of a variable or a function that SQL made
 */
export function sessionNames(context: SessionContext, found: () => void = () => undefined): StatementNames {
  const { conf, variables, routines } = context
  const noted = <T>(value: T | undefined): T | undefined => {
    if (value !== undefined) found()
    return value
  }
  return {
    keepsEscapes: conf.isOn('spark.sql.parser.escapedStringLiterals'),
    variable: (path) => noted(variables.find(path)),
    constant: (expression) => constantOf(expression, context),
    routine: (path) => noted(routines.find(path, (text) => parseExpressionOf(text, sessionNames(context)))),
  }
}

function constantOf(expression: Expression, context: SessionContext): ConstantValue | undefined {
  const { binder, functions } = context.planner
  try {
    const bound = binder.bind(expression, new Schema([]))
    if (!isFoldable(bound, functions)) return undefined
    return { type: bound.type, value: interpreter(bound, { functions, evaluation: batchEvaluation(context) })([]) }
  } catch (error) {
    // It names a column, or it is wrong: whoever binds it to rows says so.
    if (error instanceof MillraceError) return undefined
    throw error
  }
}

/** An expression from text, with an alias perhaps. @throws as the parser of statements */
export function sessionExpression(text: string, context: SessionContext): Expression {
  return parseExpressionOf(substituted(text, context), sessionNames(context))
}
