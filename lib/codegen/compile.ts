/** The project's only `new Function`. */
import { invariant } from '../errors.ts'

const identifier = /^[A-Za-z_$][\w$]*$/

/**
 * Compiles generated source into a function, in strict mode.
 *
 * The source must hold no text of the user's except as literals of quoting.ts. A syntax error is a bug of ours and
 * throws `MILLRACE_INTERNAL` with the source as its cause. Compile once per query: a kernel that is compiled anew has
 * to be optimised anew.
 *
 * @param parameters the function's parameter names
 * @param body statements, `return` included
 * @param constants values that the source sees under these names, by reference
 */
export function compile<F>(
  parameters: readonly string[],
  body: string,
  constants: ReadonlyMap<string, unknown> = new Map(),
): F {
  const names = [...constants.keys()]
  for (const name of [...parameters, ...names]) invariant(identifier.test(name), `not an identifier: ${name}`)
  const source = `"use strict"\nreturn function kernel(${parameters.join(', ')}) {\n${body}\n}`
  try {
    return new Function(...names, source)(...constants.values()) as F
  } catch (cause) {
    invariant(false, `generated code does not compile (${String(cause)}):\n${source}`)
  }
}
