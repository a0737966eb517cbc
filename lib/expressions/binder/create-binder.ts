/** The binder of a session. */
import type { DataType } from '../../types/data-type.ts'
import { typeSql } from '../../types/ddl/type-sql.ts'
import type { Schema } from '../../types/schema.ts'
import type { Bound } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import type { Expression } from '../expression.ts'
import { acceptedText, implicitType } from './accepted.ts'
import { bindSelect } from './bind-select.ts'
import type { Binder, BoundColumn } from './binder.ts'
import { Binding } from './binding.ts'
import type { BinderOptions } from './expression-scope.ts'
import { mismatch } from './mismatch.ts'
import { boundColumn } from './output-column.ts'

export type { BinderOptions } from './expression-scope.ts'

/**
 * Makes a binder.
 *
 * @param options.functions what may be called
 * @param options.ansi `spark.sql.ansi.enabled`
 * @param options.zone `spark.sql.session.timeZone`
 */
export function createBinder(options: BinderOptions): Binder {
  let variables = 0
  const binding = (input: Schema) => new Binding(options, input, () => variables++)
  return {
    bind: (expression, input) => binding(input).bind(expression),
    bindAs: (expression, input, type, what) => castTo(binding(input), expression, type, what),
    bindColumns(expressions: readonly Expression[], input: Schema): readonly BoundColumn[] {
      const one = binding(input)
      return expressions.flatMap((expression) => boundColumn(one, expression))
    },
    bindSelect: (items, input) => bindSelect(binding(input), items),
  }
}

function castTo(binding: Binding, expression: Expression, type: DataType, what: string): Bound {
  const bound = binding.bind(expression)
  const cast = implicitType(bound.type, type, binding.ansi)
  if (cast) return binding.cast(bound, cast)
  const detail = `The ${what} requires the ${acceptedText(type)} type, however "${boundText(bound)}" has the type "${typeSql(bound.type)}".`
  throw mismatch({ name: what, text: boundText(bound) }, 'UNEXPECTED_INPUT_TYPE', detail)
}
