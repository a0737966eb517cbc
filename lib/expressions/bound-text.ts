/** A bound expression as SQL text, for messages and explain; implicit casts are left out, as Spark leaves them out. */
import { typeSql } from '../types/ddl/type-sql.ts'
import type { Bound } from './bound.ts'
import { callText } from './call-text.ts'
import { literalText } from './literal-text.ts'

/** SQL text of a bound expression in the form of Spark's messages: `(a + 1)`, `CAST(v AS INT)`, `coalesce(t, z)`. */
export function boundText(bound: Bound): string {
  switch (bound.kind) {
    case 'literal':
      return bound.text ?? literalText(bound.value, bound.type)
    case 'input':
      return bound.name
    case 'lambdaVariable':
      return 'namedlambdavariable()'
    case 'cast': {
      if (bound.text !== undefined) return bound.text
      if (bound.implicit) return boundText(bound.input)
      return `${bound.mode === 'try' ? 'TRY_CAST' : 'CAST'}(${boundText(bound.input)} AS ${typeSql(bound.type)})`
    }
    case 'lambda':
      return `lambdafunction(${[boundText(bound.body), ...bound.parameters.map(() => 'namedlambdavariable()')].join(', ')})`
    case 'udf':
      return `${bound.name}(${bound.args.map(boundText).join(', ')})`
    case 'call':
      return bound.text ?? callText(bound.name, bound.args.map(boundText))
  }
}
