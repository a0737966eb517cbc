/** Operator definitions by name: a value that the entry fills from operators/ and a program may add its own to. */
import { invariant, MillraceError } from '../errors.ts'
import type { Composite, Definition, Physical, RowWise } from './operator.ts'

/** A definition whose options the planner hands through without knowing them. */
export type AnyDefinition = Definition<unknown>

export type OperatorRegistry = ReadonlyMap<string, AnyDefinition>

/**
 * Makes a registry. What is handed in may be a definition or an operator made by `defineOperator` / `defineJoin`.
 *
 * @throws MILLRACE_INTERNAL when two operators have one name
 */
export function operatorRegistry(
  operators: readonly (AnyDefinition | { readonly definition: AnyDefinition })[],
): OperatorRegistry {
  const registry = new Map<string, AnyDefinition>()
  for (const one of operators) {
    const definition = 'definition' in one ? one.definition : one
    invariant(!registry.has(definition.name), `two operators are called ${definition.name}`)
    registry.set(definition.name, definition)
  }
  return registry
}

/** The definition of an operator. Throws MILLRACE_UNKNOWN_OPERATOR, which names those there are. */
export function definitionOf(registry: OperatorRegistry, op: string): AnyDefinition {
  const definition = registry.get(op)
  if (definition) return definition
  const known = [...registry.keys()].sort().join(', ')
  throw new MillraceError(
    'MILLRACE_UNKNOWN_OPERATOR',
    `The plan holds an operator that nobody registered: ${op}. Registered are: ${known}.`,
  )
}

/** True for operators that are made of row steps. */
export function isRowWise<O>(definition: Definition<O>): definition is RowWise<O> {
  return 'rows' in definition
}

/** True for operators with code of their own. */
export function isPhysical<O>(definition: Definition<O>): definition is Physical<O> {
  return 'start' in definition
}

/** True for operators that are analyzed into another one. */
export function isComposite<O>(definition: Definition<O>): definition is Composite<O> {
  return 'expand' in definition
}

/** The name of an operator in progress reports and state paths: Spark's, or the definition's own. */
export function operatorNameOf<O>({ operatorName, name }: Physical<O>, options: O): string {
  return typeof operatorName === 'function' ? operatorName(options) : (operatorName ?? name)
}
