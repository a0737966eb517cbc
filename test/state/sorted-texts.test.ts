import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SortedTexts } from '../../lib/state/sorted-texts.ts'

test('ranges are those of a sorted list, whatever was added and removed between them', () => {
  const step = fc.record({
    change: fc.array(fc.integer({ min: 0, max: 4000 }), { maxLength: 300 }),
    from: fc.integer({ min: 0, max: 4000 }),
    width: fc.integer({ min: 0, max: 3000 }),
  })
  const textOf = (n: number): string => String.fromCharCode(n >> 8, n & 0xff)
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4000 }), fc.array(step, { maxLength: 12 }), (initial, steps) => {
      const sorted = new SortedTexts()
      const model = new Set<string>()
      for (let n = 0; n < initial; n++) {
        sorted.add(textOf(n))
        model.add(textOf(n))
      }
      for (const { change, from, width } of steps) {
        for (const n of change) {
          if (model.delete(textOf(n))) sorted.remove(textOf(n))
          else {
            model.add(textOf(n))
            sorted.add(textOf(n))
          }
        }
        const [low, high] = [textOf(from), width > 2500 ? undefined : textOf(from + width)]
        const wanted = [...model].filter((text) => text >= low && (high === undefined || text < high)).sort()
        expect([...sorted.range(low, high)]).toEqual(wanted)
      }
      sorted.clear()
      expect([...sorted.range('', undefined)]).toEqual([])
    }),
  )
})

test('what is not changed while a range is read is in it', () => {
  const sorted = new SortedTexts()
  const texts = Array.from({ length: 2000 }, (_, n) => String(n).padStart(4, '0'))
  for (const text of texts) sorted.add(text)
  const found: string[] = []
  for (const text of sorted.range('', undefined)) {
    found.push(text)
    // Everything that has been read goes, and something comes behind.
    sorted.remove(text)
    sorted.add(`${text}+`)
    if (found.length % 50 === 0) for (const _ of sorted.range('5', undefined)) break
  }
  expect(found.filter((text) => !text.endsWith('+'))).toEqual(texts)
})
