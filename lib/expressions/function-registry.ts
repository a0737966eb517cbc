/** The functions an expression may call: a value, filled by functions/index.ts and handed to the binder. */
import { invariant } from '../errors.ts'
import { extractions } from './extract/extractions.ts'
import { generatorParts } from './generators/index.ts'
import type { ScalarFunction } from './scalar-function.ts'
import { windowParts } from './windows/window-parts.ts'

/** Definitions by lower-case name, aliases included. */
export type FunctionRegistry = ReadonlyMap<string, ScalarFunction>

/**
 * Makes a registry of definitions; each is found under its name and its aliases. What `a[0]` and `s.f` become is in it too,
 * and what generators and windows are made of.
 *
 * @throws MILLRACE_INTERNAL when two definitions claim one name
 */
export function functionRegistry(definitions: readonly ScalarFunction[]): FunctionRegistry {
  const registry = new Map<string, ScalarFunction>()
  for (const definition of [...extractions, ...generatorParts, ...windowParts, ...definitions]) {
    for (const name of [definition.name, ...(definition.aliases ?? [])]) {
      invariant(name === name.toLowerCase(), `function name ${name} is not in lower case`)
      invariant(!registry.has(name), `two functions are called ${name}`)
      registry.set(name, definition)
    }
  }
  return registry
}
