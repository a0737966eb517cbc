import { crc32 as zlibCrc32 } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SimulatedFileSystem } from '../../lib/files/simulated-file-system.ts'
import { crc32 } from '../../lib/state/crc32.ts'
import type { StateTable } from '../../lib/state/state-store.ts'
import { type OpenStateOptions, openStateStore } from '../../lib/state/versioned-state-store.ts'
import { parseSchema } from '../../lib/types/ddl/ddl.ts'
import type { Schema } from '../../lib/types/schema.ts'

const schemaOf = (ddl: string): Schema => parseSchema(ddl)

/** A table over a plain Map. */
class MapTable implements StateTable {
  readonly name: string
  readonly key: Schema
  readonly value: Schema
  readonly rows = new Map<number, number>()
  #dirty = new Map<number, number | null>()

  constructor(name = 'groups', key = schemaOf('k INT'), value = schemaOf('n BIGINT')) {
    this.name = name
    this.key = key
    this.value = value
  }

  get size(): number {
    return this.rows.size
  }

  set(key: number, value: number | null): void {
    if (value === null) this.rows.delete(key)
    else this.rows.set(key, value)
    this.#dirty.set(key, value)
  }

  snapshot(): Uint8Array {
    return new TextEncoder().encode(JSON.stringify([...this.rows]))
  }

  changes(): Uint8Array | undefined {
    if (this.#dirty.size === 0) return undefined
    const bytes = new TextEncoder().encode(JSON.stringify([...this.#dirty]))
    this.#dirty = new Map()
    return bytes
  }

  restore(snapshot: Uint8Array | undefined, changes: readonly Uint8Array[]): void {
    for (const part of snapshot ? [snapshot, ...changes] : changes) {
      for (const [key, value] of JSON.parse(new TextDecoder().decode(part)) as [number, number | null][]) {
        if (value === null) this.rows.delete(key)
        else this.rows.set(key, value)
      }
    }
  }
}

const folder = '/ck/state'

async function open(
  files: SimulatedFileSystem,
  version: number,
  table = new MapTable(),
  options: Partial<OpenStateOptions> = {},
) {
  const store = await openStateStore(files, { folder, version, changesPerSnapshot: 3, ...options })
  store.register(table)
  return { store, table }
}

async function written(versions: number): Promise<SimulatedFileSystem> {
  const files = new SimulatedFileSystem()
  const { store, table } = await open(files, 0)
  for (let version = 1; version <= versions; version++) {
    table.set(version, version * 10)
    store.seal()
    await store.persistSealed(version)
  }
  return files
}

test('any history of epochs is restored at any version', async () => {
  const epoch = fc.array(fc.tuple(fc.nat(8), fc.option(fc.nat(99), { nil: null })), { maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(
      fc.array(epoch, { maxLength: 12 }),
      fc.integer({ min: 1, max: 5 }),
      async (epochs, changesPerSnapshot) => {
        const files = new SimulatedFileSystem()
        const { store, table } = await open(files, 0, undefined, { changesPerSnapshot })
        const history: [number, number][][] = [[]]
        for (const [at, changes] of epochs.entries()) {
          for (const [key, value] of changes) table.set(key, value)
          store.seal()
          await store.persistSealed(at + 1)
          history.push([...table.rows])
        }
        for (const [version, rows] of history.entries()) {
          const again = await open(files, version)
          expect(new Map(again.table.rows)).toEqual(new Map(rows))
          expect(again.store.metrics.rowsTotal).toBe(rows.length)
        }
      },
    ),
    { numRuns: 50 },
  )
})

test('every few versions there is a snapshot instead of changes', async () => {
  const files = await written(8)
  expect(Object.keys(files.dump()).map((path) => path.slice(folder.length + 1))).toEqual([
    '1.changes',
    '2.changes',
    '3.changes',
    '4.snapshot',
    '5.changes',
    '6.changes',
    '7.changes',
    '8.snapshot',
  ])
})

test('a version that a failed epoch wrote is replaced', async () => {
  const files = await written(3)
  const { store, table } = await open(files, 2)
  await store.discard(3)
  table.set(77, 1)
  store.seal()
  await store.persistSealed(3)
  expect(store.version).toBe(3)
  expect([...(await open(files, 3)).table.rows.keys()]).toEqual([1, 2, 77])
})

test('persisting over a version that is there replaces it too', async () => {
  const files = await written(3)
  const { store, table } = await open(files, 2)
  table.set(77, 1)
  await store.persist(3, store.seal())
  expect([...(await open(files, 3)).table.rows.keys()]).toEqual([1, 2, 77])
})

test('purge keeps what the oldest wanted version hangs on', async () => {
  const files = await written(9)
  const { store } = await open(files, 9)
  await store.purge(3)
  expect(Object.keys(files.dump())).toHaveLength(9)
  await store.purge(7)
  expect(Object.keys(files.dump())[0]).toBe(`${folder}/4.snapshot`)
  for (const version of [7, 8, 9]) expect((await open(files, version)).table.size).toBe(version)
})

test('counts begin anew with each epoch, but for the total', async () => {
  const { store, table } = await open(new SimulatedFileSystem(), 0)
  table.set(1, 1)
  store.metrics.rowsUpdated = 4
  store.metrics.rowsDroppedByWatermark = 2
  store.seal()
  expect(store.metrics).toEqual({ rowsTotal: 1, rowsUpdated: 4, rowsRemoved: 0, rowsDroppedByWatermark: 2 })
  store.beginEpoch()
  expect(store.metrics).toEqual({ rowsTotal: 1, rowsUpdated: 0, rowsRemoved: 0, rowsDroppedByWatermark: 0 })
})

describe('damage', () => {
  test('a flipped bit or a missing end is found and named, wherever it is', async () => {
    const whole = await (await written(1)).readAll(`${folder}/1.changes`)
    const damaged: Uint8Array[] = []
    for (let at = 0; at < whole.length; at++) {
      const flipped = whole.slice()
      flipped[at] = (flipped[at] as number) ^ (1 << (at % 8))
      damaged.push(flipped, whole.slice(0, at))
    }
    for (const bytes of damaged) {
      const files = new SimulatedFileSystem()
      await files.makeDirectory(folder)
      await files.createAtomic(`${folder}/1.changes`, bytes)
      await expect(open(files, 1)).rejects.toMatchObject({
        condition: 'MILLRACE_STATE_CORRUPT',
        message: expect.stringContaining('/ck/state/1.changes'),
      })
    }
  })

  test('a file under another version’s name is found', async () => {
    const files = await written(2)
    await files.rename(`${folder}/1.changes`, `${folder}/2.changes`)
    await expect(open(files, 2)).rejects.toThrow('it holds another version')
  })

  test('a later format is refused, not guessed at', async () => {
    const bytes = await (await written(1)).readAll(`${folder}/1.changes`)
    const view = new DataView(bytes.buffer, bytes.byteOffset)
    view.setUint16(4, 9, true)
    view.setUint32(bytes.length - 4, crc32(bytes, bytes.length - 4), true)
    const files = new SimulatedFileSystem()
    await files.makeDirectory(folder)
    await files.createAtomic(`${folder}/1.changes`, bytes)
    await expect(open(files, 1)).rejects.toMatchObject({ condition: 'MILLRACE_STATE_FORMAT' })
  })

  test('a missing version is named', async () => {
    const files = await written(3)
    await files.remove(`${folder}/2.changes`)
    await expect(open(files, 3)).rejects.toThrow(/needs state of version 3, and version 2 is not there.*\/ck\/state/)
  })

  test('a table that was not in the state is refused', async () => {
    await expect(open(await written(1), 1, new MapTable('other'))).rejects.toThrow(/the table other of version 1/)
  })
})

describe('the schema at a restart', () => {
  const table = (key: string, value: string) => new MapTable('groups', schemaOf(key), schemaOf(value))

  test('renamed fields are fine', async () => {
    expect((await open(await written(2), 2, table('renamed INT', 'm BIGINT'))).table.size).toBe(2)
  })

  test.each([
    [
      'k BIGINT',
      'n BIGINT',
      'KEY',
      'StructType(StructField(k,IntegerType,true)) and new key_schema=StructType(StructField(k,LongType,true))',
    ],
    [
      'k INT',
      'n BIGINT, s DOUBLE',
      'VALUE',
      'StructType(StructField(n,LongType,true)) and new value_schema=StructType(StructField(n,LongType,true),StructField(s,DoubleType,true))',
    ],
    ['k INT', 'n DECIMAL(10,2)', 'VALUE', 'new value_schema=StructType(StructField(n,DecimalType(10,2),true))'],
  ])('%s with %s is refused as Spark refuses it', async (key, value, part, text) => {
    await expect(open(await written(1), 1, table(key, value))).rejects.toMatchObject({
      condition: `STATE_STORE_${part}_SCHEMA_NOT_COMPATIBLE`,
      sqlState: 'XXKST',
      message: expect.stringContaining(text),
    })
  })

  test('stateSchemaCheck=false lets it pass', async () => {
    const files = await written(1)
    expect((await open(files, 1, table('k STRING', 'n BIGINT'), { checksSchema: false })).table.size).toBe(1)
  })
})

test('the checksum is the one of zlib', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 50 }), (bytes) => {
      if (zlibCrc32) expect(crc32(bytes)).toBe(zlibCrc32(bytes))
    }),
  )
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926)
})
