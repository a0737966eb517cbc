/** Rows that the program receives elsewhere: an Observable or an async iterable, by `session.fromObservable(…)`. */
import { arrivingRowsAttachment } from '../../lib/connector/attachments.ts'
import type { Connector } from '../../lib/connector/connector.ts'
import { MillraceError } from '../../lib/errors.ts'
import { type ArrivingRows, openRowsSource } from './source.ts'

/** The `rows` format; a source only, without options. */
export const rows: Connector = {
  name: 'rows',
  source: {
    listens: true,
    cannot: { restart: 'an Observable or async iterable gives its rows once' },
    schema(_, __, context) {
      return arriving(context.attachments).schema
    },
    create: (_, schema, context) => openRowsSource(arriving(context.attachments), schema),
  },
}

function arriving(attachments: ReadonlyMap<string, unknown>): ArrivingRows {
  const rows = attachments.get(arrivingRowsAttachment) as ArrivingRows | undefined
  if (rows) return rows
  throw new MillraceError(
    'MILLRACE_MEMORY_STREAM',
    "Make it with session.fromObservable(schema, rows$) or session.fromAsyncIterable(schema, rows); format('rows') alone has no rows",
  )
}
