/** What the compiler must know and refuse about groups and windows. Checked by `npm run types`; nothing here runs. */
import type { DataFrame, RowOf } from '../../../index.ts'
import { col, int, type Session, string, struct, timestamp } from '../../../index.ts'
import { avg, count, max, sessionWindow, sum, window } from '../../../lib/expressions/builders/index.ts'

type Equal<A, B> = (<X>() => X extends A ? 1 : 2) extends <X>() => X extends B ? 1 : 2 ? true : false
/** Compiles only for `true`. */
declare function holds<_T extends true>(): void
declare const session: Session
type Row<F> = F extends DataFrame<infer S> ? RowOf<S> : never

const clicks = session.readStream.schema(struct({ time: timestamp, url: string, size: int })).json('c')

// Windows over a column by its name or as a column; sums of INT are LONG.
const counts = clicks
  .withWatermark('time', '1 minute')
  .groupBy(window(col('time'), '5 minutes'), 'url')
  .agg(count('*').as('n'), sum('size').as('bytes'), avg('size').as('mean'), max(col('url')).as('last'))
holds<Equal<keyof Row<typeof counts>, 'window' | 'url' | 'n' | 'bytes' | 'mean' | 'last'>>()
holds<Equal<Row<typeof counts>['n'], bigint | null>>()
holds<Equal<Row<typeof counts>['bytes'], bigint | null>>()
holds<Equal<Row<typeof counts>['mean'], number | null>>()
holds<Equal<Row<typeof counts>['last'], string | null>>()
counts.select('window', 'n')
clicks.groupBy(window('time', '5 minutes'), col('url')).count()
clicks.groupBy(sessionWindow(col('time'), '5 minutes'), 'url').count()

// Names that the frame does not have.
// @ts-expect-error
clicks.groupBy(window('when', '5 minutes'))
// @ts-expect-error
clicks.groupBy('urls')
// @ts-expect-error
clicks.groupBy('url').agg(sum('sizes'))
// @ts-expect-error
counts.select('count')
