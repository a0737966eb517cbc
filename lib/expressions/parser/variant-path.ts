/** `v:a.b[0]['c']`: a path into a VARIANT, whose first part stands behind a colon. */
import { stringValue } from '../../types/ddl/tokenizer.ts'
import { textLiteral } from '../build.ts'
import type { Expression } from '../expression.ts'
import type { ExpressionCursor } from './expression-cursor.ts'

/** Parses what stands behind the colon. It is called as the last name in it. @throws PARSE_SYNTAX_ERROR */
export function parseVariantPath(cursor: ExpressionCursor, variant: Expression): Expression {
  const parts: string[] = []
  let last: string | undefined
  do {
    if (cursor.takeSymbol('[')) {
      const { text, name } = bracket(cursor)
      parts.push(text)
      last = name ?? last
    } else {
      // A name in quotes is a path as it stands: `a.b` are two names.
      const name = cursor.name()
      parts.push(`.${name}`)
      last = name.split('.').at(-1)
    }
  } while (cursor.isSymbol('[') || (cursor.isName(1) && cursor.takeSymbol('.')))
  const path = textLiteral(`$${parts.join('')}`)
  const input: Expression = { kind: 'call', name: 'semi_structured_extract', args: [variant, path] }
  return last === undefined ? input : { kind: 'alias', input, names: [last] }
}

function bracket(cursor: ExpressionCursor): { readonly text: string; readonly name?: string } {
  const token = cursor.next()
  if (token.kind === 'string') {
    const name = stringValue(token)
    cursor.expectSymbol(']')
    return { text: `['${name}']`, name }
  }
  if (token.kind !== 'number' || !/^\d+$/.test(token.text)) throw cursor.syntaxError(token)
  cursor.expectSymbol(']')
  return { text: `[${token.text}]` }
}
