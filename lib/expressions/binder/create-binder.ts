/** The binder of a session. */
import { MillraceError } from '../../errors.ts'
import type { DataType } from '../../types/data-type.ts'
import { typeSql } from '../../types/ddl/type-sql.ts'
import type { Schema } from '../../types/schema.ts'
import type { Bound } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import type { Expression } from '../expression.ts'
import { acceptedText, implicitType } from './accepted.ts'
import { bindSelect } from './bind-select.ts'
import type { Binder } from './binder.ts'
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
 * @param options.nanosTimestamps `spark.sql.timestampNanosTypes.enabled`
 */
export function createBinder(options: BinderOptions): Binder {
  let variables = 0
  const binding = (input: Schema, aliases = false) => new Binding(options, input, () => variables++, aliases)
  return {
    bind: (expression, input) => binding(input).bind(expression),
    bindAs: (expression, input, type, what) => castTo(binding(input), expression, type, what),
    bindColumns: (expressions, input) =>
      named(
        (aliases) => binding(input, aliases),
        (one) => expressions.flatMap((expression) => boundColumn(one, expression)),
      ),
    bindSelect: (items, input) =>
      named(
        (aliases) => binding(input, aliases),
        (one) => bindSelect(one, items),
      ),
  }
}

/**
 * Binds what makes columns. Their names show the aliases within structs; by the time that Spark complains about types it
 * has taken those away, but for what stands in the brackets of a function, which it has not looked into yet.
 */
function named<T>(binding: (aliases: boolean) => Binding, bind: (one: Binding) => T): T {
  const shown = binding(true)
  try {
    return bind(shown)
  } catch (error) {
    const types = error instanceof MillraceError && error.condition.startsWith('DATATYPE_MISMATCH.')
    if (types && !shown.refusedInside) bind(binding(false))
    throw error
  }
}

function castTo(binding: Binding, expression: Expression, type: DataType, what: string): Bound {
  const bound = binding.bind(expression)
  const cast = implicitType(bound.type, type, binding.ansi)
  if (cast) return binding.cast(bound, cast)
  const detail = `The ${what} requires the ${acceptedText(type)} type, however "${boundText(bound)}" has the type "${typeSql(bound.type)}".`
  throw mismatch({ name: what, text: boundText(bound) }, 'UNEXPECTED_INPUT_TYPE', detail)
}
