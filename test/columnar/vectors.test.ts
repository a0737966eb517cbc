import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeBatch, encodeBatch } from '../../lib/columnar/batch-codec.ts'
import { BufferPool } from '../../lib/columnar/buffer-pool.ts'
import { batchOf, vectorOf } from '../../lib/columnar/builder.ts'
import { ByteDictionary } from '../../lib/columnar/byte-dictionary.ts'
import { compareValues, keyBytes } from '../../lib/columnar/compare.ts'
import { concatenate, detach, gather } from '../../lib/columnar/gather.ts'
import { PoisoningPool } from '../../lib/columnar/poisoning-pool.ts'
import { rowsOf, valueAt } from '../../lib/columnar/values.ts'
import type { DataType, SqlValue } from '../../lib/types/data-type.ts'
import { Schema } from '../../lib/types/schema.ts'
import {
  arrayType,
  binaryType,
  booleanType,
  decimalType,
  doubleType,
  field,
  intType,
  longType,
  mapType,
  stringType,
  structType,
  timestampType,
} from '../../lib/types/types.ts'

const long: fc.Arbitrary<bigint> = fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n)
const text: fc.Arbitrary<string> = fc.string({ unit: 'binary' })
const nested = structType([field('a', intType), field('b', arrayType(stringType))])
const cases: readonly (readonly [string, DataType, fc.Arbitrary<SqlValue>])[] = [
  ['boolean', booleanType, fc.boolean()],
  ['int', intType, fc.integer()],
  ['long', longType, long],
  ['timestamp', timestampType, long],
  ['double', doubleType, fc.double()],
  ['narrow decimal', decimalType(18, 2), long],
  ['wide decimal', decimalType(38, 2), fc.bigInt(-(10n ** 38n), 10n ** 38n)],
  ['string', stringType, text],
  ['binary', binaryType, fc.uint8Array()],
  ['array', arrayType(intType), fc.array(fc.option(fc.integer()))],
  ['map', mapType(stringType, longType), fc.array(fc.tuple(text, fc.option(long))) as fc.Arbitrary<SqlValue>],
  ['struct', nested, fc.tuple(fc.option(fc.integer()), fc.option(fc.array(fc.option(text)))) as fc.Arbitrary<SqlValue>],
]
const rows = (value: fc.Arbitrary<SqlValue>) => fc.array(fc.option(value), { maxLength: 40 })

describe.each(cases)('a column of %s', (_, type, value) => {
  const schema = new Schema([field('x', type)])
  const rowOf = (one: SqlValue): SqlValue[] => [one]

  test('gives back what was put in', () => {
    fc.assert(
      fc.property(rows(value), (values) => {
        const vector = vectorOf(type, values)
        expect(values.map((_, row) => valueAt(vector, row))).toEqual(values)
      }),
    )
  })

  test('survives gathering, concatenating and the codec, under any selection', () => {
    fc.assert(
      fc.property(rows(value), rows(value), fc.array(fc.nat({ max: 39 })), (left, right, picks) => {
        const chosen = Int32Array.from([...new Set(picks)].filter((row) => row < left.length).sort((a, b) => a - b))
        const batch = batchOf(schema, left.map(rowOf))
        const some = batch.select(chosen, chosen.length)
        const expected = [...chosen].map((row) => [left[row] ?? null])
        expect(rowsOf(some)).toEqual(expected)
        expect(rowsOf(detach(some))).toEqual(expected)
        expect(rowsOf(decodeBatch(encodeBatch(some), schema))).toEqual(expected)
        const both = concatenate(schema, [some, batchOf(schema, right.map(rowOf))])
        expect(rowsOf(both)).toEqual([...expected, ...right.map(rowOf)])
        const vector = gather(batch.columns[0] as never, chosen, chosen.length)
        expect([...chosen].map((_, at) => valueAt(vector, at))).toEqual(expected.map((row) => row[0]))
      }),
    )
  })
})

describe('keys', () => {
  const key = (type: DataType, value: SqlValue): string => Buffer.from(keyBytes([type], [value])).toString('hex')

  test('join NaN with NaN, -0.0 with 0.0 and null with null, and nothing else', () => {
    expect(key(doubleType, -0)).toBe(key(doubleType, 0))
    expect(key(doubleType, Number.NaN)).toBe(key(doubleType, -Number.NaN))
    expect(key(stringType, null)).toBe(key(stringType, null))
    expect(key(stringType, null)).not.toBe(key(stringType, ''))
    expect(keyBytes([stringType, stringType], ['a', 'bc'])).not.toEqual(keyBytes([stringType, stringType], ['ab', 'c']))
  })

  test('of maps do not depend on the order of entries', () => {
    const type = mapType(stringType, intType)
    expect(
      key(type, [
        ['a', 1],
        ['b', 2],
      ]),
    ).toBe(
      key(type, [
        ['b', 2],
        ['a', 1],
      ]),
    )
  })
})

test('strings are ordered as their UTF-8 bytes, surrogate pairs above the rest', () => {
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(compareValues(stringType, a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)))
    }),
  )
})

test('a dictionary gives one code to equal bytes and keeps it while it grows', () => {
  const dictionary = new ByteDictionary(4)
  const words = Array.from({ length: 5000 }, (_, i) => `word ${i % 2500} é`)
  const codes = words.map((word) => dictionary.lookupText(word))
  expect(dictionary.size).toBe(2500)
  expect(codes.map((code) => dictionary.text(code))).toEqual(words)
})

describe('the pool', () => {
  test('hands a buffer out again after its last release only', () => {
    const pool = new BufferPool()
    const first = pool.lease(5000)
    first.retain('sink')
    first.release()
    expect(pool.lease(5000).buffer).not.toBe(first.buffer)
    expect([pool.retainedBytes, pool.owners]).toEqual([8192, ['sink']])
    first.release('sink')
    expect([pool.retainedBytes, pool.owners]).toEqual([0, []])
    expect(pool.lease(5000).buffer).toBe(first.buffer)
  })

  test('refuses a second release and overwrites what returns when it poisons', () => {
    const lease = new PoisoningPool().lease(16)
    const bytes = new Uint8Array(lease.buffer)
    lease.release()
    expect(bytes[0]).toBe(0xdb)
    expect(() => lease.release()).toThrow(/released twice/)
  })
})
