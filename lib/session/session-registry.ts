/**
 * What a session knows by name: operators, functions, connectors. The entry hands its values in, a program adds its own
 * with the same rights; lib itself knows none of them.
 */
import type { Connector } from '../connector/connector.ts'
import { MillraceError } from '../errors.ts'
import { functionRegistry } from '../expressions/function-registry.ts'
import type { ScalarFunction } from '../expressions/scalar-function.ts'
import type { AnyDefinition } from '../plan/operator-registry.ts'

/** What an entry or a program brings. */
export interface Registrations {
  readonly operators?: readonly (AnyDefinition | { readonly definition: AnyDefinition })[]
  readonly functions?: readonly ScalarFunction[]
  readonly connectors?: readonly Connector[]
}

/** The registry of one session; grows, never shrinks. */
export class SessionRegistry {
  readonly operators = new Map<string, AnyDefinition>()
  /** By lower-case name, aliases included; what `a[0]` and `s.f` become is there from the beginning. */
  readonly functions = new Map<string, ScalarFunction>(functionRegistry([]))
  /** By lower-case name. */
  readonly connectors = new Map<string, Connector>()

  /**
   * Adds operators, functions and connectors.
   *
   * @throws MILLRACE_DUPLICATE_REGISTRATION when a name is taken: a program cannot silently replace what others rely on
   */
  add(registrations: Registrations): void {
    for (const one of registrations.operators ?? []) this.addOperator(one)
    for (const one of registrations.functions ?? []) this.addFunction(one)
    for (const one of registrations.connectors ?? []) this.addConnector(one)
  }

  addOperator(operator: AnyDefinition | { readonly definition: AnyDefinition }): void {
    const definition = 'definition' in operator ? operator.definition : operator
    put(this.operators, 'operator', definition.name, definition)
  }

  /** Under its name and its aliases. */
  addFunction(definition: ScalarFunction): void {
    for (const name of [definition.name, ...(definition.aliases ?? [])]) {
      put(this.functions, 'function', name.toLowerCase(), definition)
    }
  }

  addConnector(connector: Connector): void {
    put(this.connectors, 'connector', connector.name.toLowerCase(), connector)
  }

  /**
   * The connector of a format.
   *
   * @throws DATA_SOURCE_NOT_FOUND, naming the formats there are
   */
  connector(format: string): Connector {
    const connector = this.connectors.get(format.toLowerCase())
    if (connector) return connector
    const known = [...this.connectors.values()].map((one) => one.name).sort()
    throw new MillraceError(
      'DATA_SOURCE_NOT_FOUND',
      `Failed to find the data source: ${format}. Make sure the provider name is correct and the package is properly registered. Registered are: ${known.join(', ')}.`,
      { sqlState: '42K02', parameters: { provider: format } },
    )
  }
}

function put<T>(map: Map<string, T>, what: string, name: string, value: T): void {
  const known = map.get(name)
  if (known === value) return
  if (known === undefined) {
    map.set(name, value)
    return
  }
  throw new MillraceError(
    'MILLRACE_DUPLICATE_REGISTRATION',
    `There is already a registered ${what} of this name; choose another: ${name}`,
  )
}
