import { expect, test } from 'vitest'
import { batchOf } from '../../../lib/columnar/builder.ts'
import { ByteDictionary } from '../../../lib/columnar/byte-dictionary.ts'
import { ByteArena, hashBytes } from '../../../lib/columnar/bytes.ts'
import { RecordBatch } from '../../../lib/columnar/record-batch.ts'
import type { Vector } from '../../../lib/columnar/vector.ts'
import { EpochGroups } from '../../../lib/plan/user-state/epoch-groups.ts'
import { windowRows } from '../../../lib/plan/user-state/near-rows.ts'
import { parseSchema } from '../../../lib/types/ddl/ddl.ts'
import { Schema } from '../../../lib/types/schema.ts'

const input = new Schema(parseSchema('n LONG, name STRING, key INT').fields)

test('rows of groups that reach over several windows and copies are all there, in their order', () => {
  const groups = new EpochGroups([input], 1)
  const model = new Map<number, { n: bigint; name: string | null }[]>()
  let n = 0n
  for (let batch = 0; batch < 30; batch++) {
    const rows = Array.from({ length: 5000 }, () => {
      n += 1n
      // One group is larger than a window.
      const key = n % 3n === 0n ? 0 : Number((n * 7919n) % 500n)
      const name = n % 11n === 0n ? null : `name ${n % 5n}`
      const rows = model.get(key)
      if (rows) rows.push({ n, name })
      else model.set(key, [{ n, name }])
      return [n, name, key] as const
    })
    groups.add(batchOf(input, rows))
  }
  groups.arrange()
  expect(model.get(0)?.length).toBeGreaterThan(windowRows)
  const keys = groups.keys()[0] as Vector & { layout: 'int32' }
  // Two at a time, as asynchronous functions read them.
  for (let group = 0; group < groups.size; group++) {
    const other = groups.rows((group + 1) % groups.size)[Symbol.iterator]()
    const found: unknown[] = []
    for (const row of groups.rows(group)) {
      found.push(row)
      other.next()
    }
    expect(found).toEqual(model.get(keys.values[group] as number))
  }
})

test('texts in a dictionary stay in it, also where batches have different ones', () => {
  const dictionary = (texts: readonly string[]): ByteDictionary => {
    const made = new ByteDictionary()
    for (const text of texts) {
      const bytes = new ByteArena(32)
      bytes.appendText(text)
      made.lookup(bytes.bytes, bytes.view, 0, bytes.top, hashBytes(bytes.view, 0, bytes.top))
    }
    return made
  }
  const [one, two] = [dictionary(['a', 'b']), dictionary(['b', 'c', 'a'])]
  const batch = (codes: number[], of: ByteDictionary, nulls?: Uint8Array): RecordBatch => {
    const plain = batchOf(
      input,
      codes.map((code, at) => [BigInt(at), null, code % 2]),
    )
    const name = {
      type: plain.columns[1]?.type,
      length: codes.length,
      nulls,
      layout: 'dictionary',
      codes: Int32Array.from(codes),
      dictionary: of,
    }
    return new RecordBatch(
      input,
      [plain.columns[0] as Vector, name as Vector, plain.columns[2] as Vector],
      codes.length,
    )
  }
  for (const second of [one, two]) {
    const groups = new EpochGroups([input], 1)
    groups.add(batch([0, 1, 0], one, Uint8Array.of(0, 0, 1)))
    groups.add(batch([1, 0], second))
    groups.arrange()
    const names = [0, 1].map((group) => [...groups.rows(group)].map((row) => row.name))
    expect(names).toEqual(
      second === one
        ? [
            ['a', null, 'a'],
            ['b', 'b'],
          ]
        : [
            ['a', null, 'b'],
            ['b', 'c'],
          ],
    )
  }
})
