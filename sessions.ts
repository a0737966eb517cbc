/** The package's sessions, with every operator, function and connector it has. Loaded by the first program that makes one. */
import { builtinConnectors } from './connectors/index.ts'
import { MillraceError } from './lib/errors.ts'
import { builtinDefinitions } from './lib/expressions/functions/index.ts'
import { createSessions, type Sessions } from './lib/session/session-builder.ts'
import { builtinOperators } from './operators/index.ts'

let made: Sessions | undefined

/**
 * The one way to sessions: what they share, the active one, is there once.
 *
 * @param errors the class of errors as the caller has it
 * @throws MILLRACE_LOADED_TWICE when it is another one than here: the parts that are loaded at first use, by `require`, came
 *   as copies, so that columns, functions and errors of the one half are strangers to the other
 */
export function sessions(errors: typeof MillraceError): Sessions {
  if (errors !== MillraceError) {
    throw new errors(
      'MILLRACE_LOADED_TWICE',
      'The package has been loaded twice, because something turns ES modules into CommonJS when they are loaded by require. ' +
        'If that is tsx, run the program by: node --import tsx/esm <file>. If it is a bundler or a test runner, let it leave ' +
        'the package external.',
    )
  }
  made ??= createSessions({
    operators: builtinOperators,
    functions: builtinDefinitions,
    connectors: builtinConnectors,
  })
  return made
}
