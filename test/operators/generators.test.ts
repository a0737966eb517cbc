/** What selects with generators give, recorded from Spark (test/fixtures/spark/static-frames.json). */
import { afterAll, expect, test } from 'vitest'
import { Column } from '../../lib/expressions/column.ts'
import { ExpressionParser } from '../../lib/expressions/parser/expression-parser.ts'
import { testSession } from '../session/sessions.ts'
import { outcome, type Recorded, recordedFrame, recordedFrames } from './recorded-frames.ts'

const { session } = testSession()
afterAll(() => session.stop())

/** Where millrace gives something else; the value says why. */
const differences = new Map([['explode(a) AS x, x', 'an alias is not known to the items after it']])

/** The items of a select list. */
function itemsOf(text: string): readonly Column[] {
  const cursor = new ExpressionParser(text)
  const items: Column[] = []
  do items.push(new Column(cursor.named()))
  while (cursor.takeSymbol(','))
  return items
}

for (const one of recordedFrames.selects as readonly (Recorded & { readonly list: string })[]) {
  test(one.list, async () => {
    const { list, ...expected } = one
    const frame = recordedFrame(session)
    const actual = await outcome(() => frame.select(...itemsOf(list)))
    if (differences.has(list)) expect(actual).not.toEqual(expected)
    else expect(actual).toEqual(expected)
  })
}
