/** The compiled pattern of a call, kept from row to row. */
import type { BoundCall } from '../../scalar-function.ts'
import { perCall } from '../per-call.ts'
import { type JavaPattern, javaPattern } from './java-pattern.ts'

export interface CompiledPattern extends JavaPattern {
  /** The same with the global flag, for `matchAll` and `replace`. */
  readonly all: RegExp
}

export const patternOf = perCall((pattern: string, call: BoundCall): CompiledPattern => {
  const compiled = javaPattern(pattern, call.name)
  return { ...compiled, all: new RegExp(compiled.source, `${compiled.flags}g`) }
})
