/** A small static frame and what a real Spark made of it. */
import { readFileSync } from 'node:fs'
import { MillraceError } from '../../lib/errors.ts'
import { expr } from '../../lib/expressions/column-functions.ts'
import type { AnyFrame } from '../../lib/session/data-frame.ts'
import type { Session } from '../../lib/session/session.ts'
import { quoteIfNeeded } from '../../lib/types/ddl/identifier.ts'
import { typeSimpleText } from '../../lib/types/ddl/type-sql.ts'

export type Recorded =
  | { readonly schema: string; readonly rows: readonly (readonly (string | null)[])[] }
  | { readonly condition: string; readonly message: string }

interface RecordedFrames {
  readonly schema: string
  readonly rows: readonly { readonly [column: string]: unknown }[]
  readonly selects: readonly (Recorded & { readonly list: string })[]
  readonly chains: readonly (Recorded & { readonly method: string; readonly args: readonly unknown[] })[]
  readonly samples: readonly { readonly fraction: number; readonly seed: number; readonly ids: readonly number[] }[]
}

export const recordedFrames: RecordedFrames = JSON.parse(
  readFileSync(new URL('../fixtures/spark/static-frames.json', import.meta.url), 'utf8'),
)

/** The frame, its rows read from JSON as the recorder's were. */
export function recordedFrame(session: Session): AnyFrame {
  const negativeZero = (_: string, value: unknown) => (Object.is(value, -0) ? '-0' : value)
  const lines = recordedFrames.rows.map((row) => [JSON.stringify(row, negativeZero).replaceAll('"-0"', '-0.0')])
  const options = `'${recordedFrames.schema}'`
  return session
    .createDataFrame(lines, 'line STRING')
    .select(expr(`from_json(line, ${options})`).as('row'))
    .select('row.*') as unknown as AnyFrame
}

/** What a frame has in it, in the recorded form: every value as text. */
export async function outcome(make: () => AnyFrame): Promise<Recorded> {
  try {
    const frame = make()
    const { fields } = frame.schema
    const named = fields.map(
      ({ name, type, nullable }) => `${quoteIfNeeded(name)} ${typeSimpleText(type)}${nullable ? '' : ' NOT NULL'}`,
    )
    const texts = frame
      .toDF(...fields.map((_, at) => `c${at}`))
      .selectExpr(...fields.map((_, at) => `CAST(c${at} AS STRING) AS c${at}`))
    const rows = await texts.collect()
    return { schema: named.join(', '), rows: rows.map((row) => fields.map((_, at) => row[`c${at}`] as string | null)) }
  } catch (error) {
    if (!(error instanceof MillraceError)) throw error
    const [first = ''] = error.message.split('\n')
    return { condition: error.condition, message: `[${error.condition}] ${first}` }
  }
}
