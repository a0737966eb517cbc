import { expect, test } from 'vitest'
import { MillraceError } from '../../lib/errors.ts'
import { givePlace, placedError, placeOf } from '../../lib/expressions/text-place.ts'

const error = new MillraceError('DIVIDE_BY_ZERO', 'Division by zero.', { sqlState: '22012' })

/** What is shown of a piece of a text. */
function shown(text: string, piece: string): readonly string[] {
  const start = text.indexOf(piece)
  const made = placedError(error, { text, start, end: start + piece.length })
  expect(made).toMatchObject({ condition: 'DIVIDE_BY_ZERO', sqlState: '22012' })
  const [first, ...lines] = made.message.split('\n')
  expect(first).toBe(error.message)
  return lines
}

// As Spark prints them.
test('the piece is underlined in its line', () => {
  expect(shown('SELECT 1 / 0', '1 / 0')).toEqual(['== SQL (line 1, position 8) ==', 'SELECT 1 / 0', '       ^^^^^', ''])
})

test('of a long line a part is shown', () => {
  const text = `SELECT ${'a'.repeat(40)}, v / 0 AS ${'b'.repeat(40)} FROM t`
  expect(shown(text, 'v / 0')).toEqual([
    '== SQL (line 1, position 50) ==',
    `...${'a'.repeat(30)}, v / 0 AS ${'b'.repeat(28)}...`,
    `${' '.repeat(35)}^^^^^`,
    '',
  ])
})

test('a piece of several lines', () => {
  expect(shown('SELECT k,\n  v /\n  0 AS z\nFROM t', 'v /\n  0')).toEqual([
    '== SQL (line 2, position 3) ==',
    '  v /',
    '  ^^^',
    '  0 AS z',
    '^^^',
    '',
  ])
})

test('the first place stays', () => {
  const thing = {}
  const inner = { text: 'a + b', start: 0, end: 1 }
  expect(placeOf(thing)).toBeUndefined()
  expect(placeOf(givePlace(givePlace(thing, inner), { ...inner, end: 5 }))).toBe(inner)
  expect(placeOf(givePlace({}, undefined))).toBeUndefined()
})
