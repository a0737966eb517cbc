/** `${name}` in texts, and escapes in their literals, outside of what the golden cases show. */
import { afterEach, expect, test } from 'vitest'
import { testSession } from './sessions.ts'

const { session } = testSession((builder) =>
  builder.surroundings({ environment: (name) => (name === 'PLACE' ? 'here' : undefined) }),
)
afterEach(() => session.conf.reset())

/** `${name}` */
const reference = (name: string): string => `$\{${name}}`

test('variables of the environment; what there is not stays', async () => {
  const frame = session.sql(`SELECT '${reference('env:PLACE')}' AS a, '${reference('env:NOWHERE')}' AS b`)
  expect(await frame.collect()).toEqual([{ a: 'here', b: reference('env:NOWHERE') }])
})

test('a value that names itself is refused', () => {
  session.conf.set('my.a', reference('my.b'))
  session.conf.set('my.b', reference('my.a'))
  expect(() => session.sql(`SELECT ${reference('my.a')}`)).toThrow(
    expect.objectContaining({ message: expect.stringContaining('Circular reference') }),
  )
})

test('texts of frames are read as statements are', async () => {
  session.conf.set('my.n', '2')
  const frame = session.range(4).filter(`id >= ${reference('my.n')}`)
  expect(await frame.selectExpr(`id + ${reference('my.n')} AS n`).collect()).toEqual([{ n: 4n }, { n: 5n }])
  session.conf.set('spark.sql.parser.escapedStringLiterals', true)
  expect(await session.range(1).selectExpr(String.raw`'a\nb' AS s`).collect()).toEqual([{ s: String.raw`a\nb` }])
})
