/** How columns begin: `col`, `lit`, `expr`, `when`. */
import type {
  BinaryT,
  BooleanT,
  DateT,
  DayTimeIntervalT,
  DecimalT,
  DoubleT,
  LongT,
  Ref,
  StringT,
  TimestampNtzT,
  TimestampT,
  Type,
  UnknownT,
  YearMonthIntervalT,
} from '../types/typed/type-tags.ts'
import type { Decimal } from '../types/values/decimal.ts'
import type { DayTimeInterval, YearMonthInterval } from '../types/values/interval.ts'
import type { LocalDate } from '../types/values/local-date.ts'
import type { LocalDateTime } from '../types/values/local-date-time.ts'
import { operation } from './build.ts'
import { Column, type Operand, operandExpression } from './column.ts'
import { type LiteralValue, literal } from './column-literal.ts'
import { parseColumnName, parseExpression } from './parser/parse-expression.ts'

/** Whether the compiler knows which column a text names: no dots, quotes, stars, and not just any string. */
type IsPlain<N extends string> = string extends N
  ? false
  : N extends `${string}.${string}` | `${string}\`${string}` | '*'
    ? false
    : true

type LastPart<N extends string> = N extends `${string}.${infer R}` ? LastPart<R> : N

/** The column of `col(N)`; of a dotted or computed name the compiler checks nothing. */
export type ColumnOf<N extends string> =
  IsPlain<N> extends true ? Column<Ref<N>, N, N> : Column<UnknownT, never, LastPart<N>>

/**
 * A column by name: `a`, `a.b` (a struct's field, or a column of the frame with alias `a`), `` `a.b` `` (a name with a
 * dot in it), `*`, `a.*`.
 *
 * @throws INVALID_ATTRIBUTE_NAME_SYNTAX
 */
export function col<const N extends string>(name: N): ColumnOf<N> {
  return new Column(columnExpression(name)) as ColumnOf<N>
}

/** The expression of `col(name)`. @throws INVALID_ATTRIBUTE_NAME_SYNTAX */
export function columnExpression(name: string) {
  if (name === '*') return { kind: 'star', target: undefined } as const
  if (name.endsWith('.*')) return { kind: 'star', target: parseColumnName(name.slice(0, -2)) } as const
  return { kind: 'column', path: parseColumnName(name) } as const
}

/** The tag of `lit(value)`; a number may be INT or DOUBLE. */
type TagOf<V> = V extends string
  ? StringT
  : V extends boolean
    ? BooleanT
    : V extends bigint
      ? LongT
      : V extends number
        ? number extends V
          ? UnknownT
          : `${V}` extends `${string}.${string}`
            ? DoubleT
            : UnknownT
        : V extends Date
          ? TimestampT
          : V extends Decimal
            ? DecimalT
            : V extends Uint8Array
              ? BinaryT
              : V extends LocalDate
                ? DateT
                : V extends LocalDateTime
                  ? TimestampNtzT
                  : V extends DayTimeInterval
                    ? DayTimeIntervalT
                    : V extends YearMonthInterval
                      ? YearMonthIntervalT
                      : UnknownT

/**
 * A literal; a column is given back as it is.
 *
 * @throws MILLRACE_LITERAL_VALUE for values that have no SQL type
 */
export function lit<C extends Column>(value: C): C
export function lit<const V extends LiteralValue>(value: V): Column<TagOf<V>, never>
export function lit(value: Column | LiteralValue): Column {
  return value instanceof Column ? value : new Column(literal(value))
}

/**
 * A column from Spark SQL text: `expr('upper(a) AS b')`. The compiler knows neither its names nor its type.
 *
 * @throws PARSE_SYNTAX_ERROR
 */
export function expr(text: string): Column<UnknownT, never> {
  return new Column(parseExpression(text))
}

/** The first branch of CASE WHEN; more by `.when(…)`, the rest by `.otherwise(…)`. */
export function when<M extends string = never, P extends string = never>(
  condition: Column<Type, M>,
  value: Operand<P>,
): Column<UnknownT, M | P> {
  return new Column(operation('when', condition.expression, operandExpression(value)))
}
