/** What the compiler must know and refuse about builders of functions. Checked by `npm run types`; nothing here runs. */
import { type DataFrame, int, lit, type RowOf, type Session, string, struct } from '../../../index.ts'
import * as f from '../../../lib/expressions/builders/index.ts'

type Equal<A, B> = (<X>() => X extends A ? 1 : 2) extends <X>() => X extends B ? 1 : 2 ? true : false
/** Compiles only for `true`. */
declare function holds<_T extends true>(): void

declare const session: Session
const frame = session.read.schema('s STRING, n INT, x DOUBLE, ts TIMESTAMP, a ARRAY<INT>').json('x')
type Row<F> = F extends DataFrame<infer S> ? RowOf<S> : never

// Names are checked wherever a text is a column's name, beside other values too.
frame.select(f.nvl('n', 0), f.coalesce('n', f.col('x'), 0), f.dateAdd('ts', 'n'), f.substring('s', 1, 'n'))
// @ts-expect-error no such column
frame.filter(f.contains('s', 'nope'))
// @ts-expect-error no such column
frame.select(f.coalesce('n', 'nope', 0))
// @ts-expect-error no such column
frame.select(f.substring('s', 1, 'nope'))
// @ts-expect-error no such column
frame.select(f.substring('nope', 1))
// @ts-expect-error no such column
frame.select(f.makeTimestamp('n', 'n', 'n', 'n', 'n', 'nope'))
// @ts-expect-error no such column
frame.select(f.transform('nope', (one) => one))
// @ts-expect-error no such column, inside a lambda function
frame.select(f.transform('a', (one) => one.plus(f.col('nope'))))
// @ts-expect-error no such column
frame.select(f.split('s', ',', 'nope'))

// Values of parameters are not names, but have types.
frame.select(f.dateTrunc('hour', 'ts'), f.split('s', ','), f.arrayContains('a', 'any text'), f.concatWs('-', 's', 'n'))
// @ts-expect-error a column is no parameter's value unless it is there
frame.select(f.dateFormat('ts', f.col('nope')))
// @ts-expect-error a length is a number
f.lpad('s', '3')
// @ts-expect-error a text alone is no array
f.arrayJoin('a', 1)

// What is left out needs nothing.
const kept = frame.select(f.log('x').as('l'), f.makeDtInterval(undefined, 'n').as('i'), f.toTimestamp('s').as('t'))
holds<Equal<Row<typeof kept>['l'], number | null>>()

// Types follow: of the function, of the column itself, of a schema.
const typed = frame.select(
  f.trim('s'),
  f.acos('x'),
  f.arrayDistinct('a'),
  f.fromJson('s', struct({ k: string, v: int })).as('j'),
  f.isnull('n').as('none'),
)
holds<Equal<Row<typeof typed>['trim(s)'], string | null>>()
holds<Equal<Row<typeof typed>['ACOS(x)'], number | null>>()
holds<Equal<Row<typeof typed>['array_distinct(a)'], (number | null)[] | null>>()
holds<Equal<Row<typeof typed>['j'], { k: string | null; v: number | null } | null>>()
holds<Equal<Row<typeof typed>['none'], boolean | null>>()

// A text is a value by lit.
frame.filter(f.contains('s', lit('any text')).and(f.rlike('s', lit('a+'))))
