/** `f(a, name => b)`: arguments in the order of the parameters (Spark's `NamedParametersSupport`). */
import { MillraceError } from '../../errors.ts'
import { quoteIdentifier } from '../../types/ddl/identifier.ts'
import type { Expression } from '../expression.ts'
import type { NamedParameter } from '../scalar-function.ts'
import type { CallExpression } from './expression-scope.ts'
import { editDistance } from './suggestions.ts'

/**
 * The arguments by position, those left out by their defaults.
 *
 * @throws UNEXPECTED_POSITIONAL_ARGUMENT, DUPLICATE_ROUTINE_PARAMETER_ASSIGNMENT.*, UNRECOGNIZED_PARAMETER_NAME,
 *   REQUIRED_PARAMETER_NOT_FOUND
 */
export function argumentsInOrder(call: CallExpression, parameters: readonly NamedParameter[]): readonly Expression[] {
  const { args, argumentNames: names = [] } = call
  const first = args.findIndex((_, at) => names[at] !== undefined)
  const positional = first < 0 ? args.length : first
  // Too many are counted by the function itself.
  if (positional > parameters.length) return args
  const named = new Map<string, Expression>()
  for (let at = positional; at < args.length; at++) {
    const name = names[at]
    if (name === undefined) throw behindNamed(call.name, names[positional] as string)
    checkName(call.name, name, parameters, positional, named)
    named.set(name.toLowerCase(), args[at] as Expression)
  }
  return parameters.map((parameter, at) => {
    const given = at < positional ? args[at] : (named.get(parameter.name.toLowerCase()) ?? parameter.default)
    if (!given) throw required(call.name, parameter.name, at)
    return given
  })
}

function checkName(
  routine: string,
  name: string,
  parameters: readonly NamedParameter[],
  positional: number,
  named: ReadonlyMap<string, Expression>,
): void {
  const at = parameters.findIndex((one) => one.name.toLowerCase() === name.toLowerCase())
  if (at < 0) throw unrecognized(routine, name, parameters)
  if (at < positional) {
    throw duplicate(
      routine,
      name,
      'BOTH_POSITIONAL_AND_NAMED',
      'A positional argument and named argument both referred to the same parameter. Please remove the named argument ' +
        'referring to this parameter.',
    )
  }
  if (named.has(name.toLowerCase())) {
    throw duplicate(
      routine,
      name,
      'DOUBLE_NAMED_ARGUMENT_REFERENCE',
      'More than one named argument referred to the same parameter. Please assign a value only once.',
    )
  }
}

function behindNamed(routine: string, name: string): MillraceError {
  return new MillraceError(
    'UNEXPECTED_POSITIONAL_ARGUMENT',
    `Cannot invoke routine ${quoteIdentifier(routine)} because it contains positional argument(s) following the named ` +
      `argument assigned to ${quoteIdentifier(name)}; please rearrange them so the positional arguments come first and ` +
      'then retry the query again.',
    { sqlState: '4274K' },
  )
}

function duplicate(routine: string, name: string, subclass: string, detail: string): MillraceError {
  return new MillraceError(
    `DUPLICATE_ROUTINE_PARAMETER_ASSIGNMENT.${subclass}`,
    `Call to routine ${quoteIdentifier(routine)} is invalid because it includes multiple argument assignments to the same ` +
      `parameter name ${quoteIdentifier(name)}. ${detail}`,
    { sqlState: '4274K' },
  )
}

function unrecognized(routine: string, name: string, parameters: readonly NamedParameter[]): MillraceError {
  const near = parameters
    .map((one) => ({ text: quoteIdentifier(one.name), distance: editDistance(quoteIdentifier(one.name), name) }))
    // Equal ones from the end of the alphabet, as recorded.
    .sort((a, b) => a.distance - b.distance || (a.text < b.text ? 1 : -1))
    .slice(0, 3)
    .map(({ text }) => text)
    .join(' ')
  return new MillraceError(
    'UNRECOGNIZED_PARAMETER_NAME',
    `Cannot invoke routine ${quoteIdentifier(routine)} because the routine call included a named argument reference for ` +
      `the argument named ${quoteIdentifier(name)}, but this routine does not include any signature containing an argument ` +
      `with this name. Did you mean one of the following? [${near}].`,
    { sqlState: '4274K' },
  )
}

function required(routine: string, name: string, at: number): MillraceError {
  return new MillraceError(
    'REQUIRED_PARAMETER_NOT_FOUND',
    `Cannot invoke routine ${quoteIdentifier(routine)} because the parameter named ${quoteIdentifier(name)} is required, ` +
      `but the routine call did not supply a value. Please update the routine call to supply an argument value (either ` +
      `positionally at index ${at} or by name) and retry the query again.`,
    { sqlState: '4274K' },
  )
}
