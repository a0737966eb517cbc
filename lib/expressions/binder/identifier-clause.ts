import type { Expression } from '../expression.ts'
import { notConstantString } from '../not-constant-string.ts'
import type { CallExpression, ExpressionScope } from './expression-scope.ts'
import { findName } from './resolve-name.ts'

/** `IDENTIFIER(…)` of what is no constant. @throws NOT_A_CONSTANT_STRING.NOT_CONSTANT, or what is wrong inside of it */
export function bindIdentifierClause(scope: ExpressionScope, { args }: CallExpression): never {
  const [written] = args as readonly [Expression]
  scope.bind(written)
  throw notConstantString(written, undefined, (path) => {
    const found = findName(path, scope.input)
    const qualifier = found && scope.input.fields[found.index]?.qualifier
    return found && qualifier !== undefined ? [qualifier, found.written, ...found.rest] : path
  })
}
