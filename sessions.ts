/** The package's sessions, with every operator, function and connector it has. Loaded by the first program that makes one. */
import { builtinConnectors } from './connectors/index.ts'
import { builtinDefinitions } from './lib/expressions/functions/index.ts'
import { createSessions, type Sessions } from './lib/session/session-builder.ts'
import { builtinOperators } from './operators/index.ts'

let made: Sessions | undefined

/** The one way to sessions: what they share, the active one, is there once. */
export function sessions(): Sessions {
  made ??= createSessions({
    operators: builtinOperators,
    functions: builtinDefinitions,
    connectors: builtinConnectors,
  })
  return made
}
