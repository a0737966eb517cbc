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

const names = (files: SimulatedFileSystem) => Object.keys(files.dump()).map((path) => path.slice(folder.length + 1))

test('every few versions there is a snapshot beside the changes', async () => {
  expect(names(await written(8))).toEqual([
    '1.changes',
    '2.changes',
    '3.changes',
    '4.changes',
    '4.snapshot',
    '5.changes',
    '6.changes',
    '7.changes',
    '8.changes',
    '8.snapshot',
  ])
})

describe('a large table of which little changes', () => {
  const large = async (
    versions: number,
    rowsPerEpoch: number,
    options: Partial<OpenStateOptions> = {},
    rows = 2000,
  ) => {
    const files = new SimulatedFileSystem()
    let { store, table } = await open(files, 0, undefined, options)
    for (let key = 0; key < rows; key++) table.set(key, key)
    for (let version = 1; version <= versions; version++) {
      for (let row = 0; row < rowsPerEpoch; row++) table.set((version * rowsPerEpoch + row) % 2000, version)
      store.seal()
      await store.persistSealed(version)
      // A restart must not forget how much has been written since.
      if (version === 6) ({ store, table } = await open(files, 6, undefined, options))
    }
    return files
  }
  const snapshots = (files: SimulatedFileSystem) =>
    names(files)
      .filter((name) => name.endsWith('.snapshot'))
      .sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10))

  test('gets its first snapshot when the changes since it was filled have half the size of those that filled it', async () => {
    expect(snapshots(await large(20, 20))).toEqual([])
    expect(snapshots(await large(30, 60))).toEqual(['17.snapshot', '30.snapshot'])
  })

  test('gets its next snapshot when the changes since have half its size', async () => {
    const files = await large(60, 60)
    expect(snapshots(files).slice(0, 2)).toEqual(['17.snapshot', '30.snapshot'])
    const bytes = files.dump()
    const size = (name: string) => (bytes[`${folder}/${name}`] as Uint8Array | string).length
    let since = 0
    for (let version = 18; version <= 30; version++) since += size(`${version}.changes`)
    expect(since).toBeGreaterThan(size('30.snapshot') * 0.4)
    expect(since - size('30.changes')).toBeLessThan(size('30.snapshot') * 0.6)
  })

  test('gets one after very many versions all the same', async () => {
    expect(snapshots(await large(60, 1, { changesPerSnapshot: 1 }, 4000))).toEqual(['51.snapshot'])
  })
})

test('the state that tables were filled from is not kept in memory after the first epoch', async () => {
  const { store } = await open(await written(3), 3)
  store.beginEpoch()
  store.seal()
  expect(() => store.register(new MapTable('late'))).toThrow('registered after the first epoch')
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
  expect(names(files)).toHaveLength(11)
  await store.purge(7)
  expect(names(files).slice(0, 2)).toEqual(['4.snapshot', '5.changes'])
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

  /** Flips a byte; files are never overwritten but by bad luck. */
  async function damage(files: SimulatedFileSystem, name: string, at = 40): Promise<void> {
    const bytes = (await files.readAll(`${folder}/${name}`)).slice()
    bytes[at] = (bytes[at] as number) ^ 1
    await files.remove(`${folder}/${name}`)
    await files.createAtomic(`${folder}/${name}`, bytes)
  }

  async function openWarned(files: SimulatedFileSystem, version: number) {
    const warnings: string[] = []
    const opened = await open(files, version, undefined, { warn: (message) => warnings.push(message) })
    return { ...opened, warnings }
  }

  const keysOf = (table: MapTable) => [...table.rows.keys()]

  test('a damaged snapshot is passed over, with a warning, for the snapshot and the changes before it', async () => {
    const whole = await (await written(9)).readAll(`${folder}/8.snapshot`)
    for (let at = 0; at < whole.length; at++) {
      const files = await written(9)
      await damage(files, '8.snapshot', at)
      const { table, warnings } = await openWarned(files, 9)
      expect(keysOf(table)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
      expect(warnings).toEqual([expect.stringContaining('/ck/state/8.snapshot')])
    }
  })

  test('so is a torn one, and several of them, down to the first version', async () => {
    const files = await written(9)
    const bytes = await files.readAll(`${folder}/8.snapshot`)
    await files.remove(`${folder}/8.snapshot`)
    await files.createAtomic(`${folder}/8.snapshot`, bytes.slice(0, 30))
    await damage(files, '4.snapshot')
    const { table, warnings, store } = await openWarned(files, 9)
    expect(keysOf(table)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(warnings).toHaveLength(2)
    table.set(10, 100)
    store.seal()
    await store.persistSealed(10)
    expect(keysOf((await openWarned(files, 10)).table)).toHaveLength(10)
  })

  test('damaged changes before the newest snapshot do not matter', async () => {
    const files = await written(9)
    await damage(files, '3.changes')
    await damage(files, '8.changes')
    const { table, warnings } = await openWarned(files, 9)
    expect(keysOf(table)).toHaveLength(9)
    expect(warnings).toEqual([])
  })

  test('damaged changes after it are the end, and named', async () => {
    const files = await written(9)
    await damage(files, '9.changes')
    await expect(openWarned(files, 9)).rejects.toMatchObject({
      condition: 'MILLRACE_STATE_CORRUPT',
      message: expect.stringContaining('/ck/state/9.changes'),
    })
    expect(keysOf((await openWarned(files, 8)).table)).toHaveLength(8)
  })

  test('of a damaged snapshot whose older chain was purged it is the snapshot that is named', async () => {
    const files = await written(9)
    await (await open(files, 9)).store.purge(9)
    expect(names(files)).toEqual(['8.snapshot', '9.changes'])
    await damage(files, '8.snapshot')
    await expect(openWarned(files, 9)).rejects.toMatchObject({
      condition: 'MILLRACE_STATE_CORRUPT',
      message: expect.stringContaining('/ck/state/8.snapshot'),
    })
  })

  test('what an uncommitted epoch wrote is not read, damaged or not, and is replaced', async () => {
    const files = await written(4)
    await damage(files, '4.changes')
    await damage(files, '4.snapshot')
    const { store, table, warnings } = await openWarned(files, 3)
    expect([keysOf(table), warnings]).toEqual([[1, 2, 3], []])
    await store.discard(4)
    table.set(77, 1)
    store.seal()
    await store.persistSealed(4)
    expect(keysOf((await openWarned(files, 4)).table)).toEqual([1, 2, 3, 77])
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

test('the checksum is the one of zlib, wherever the bytes begin', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 150 }), fc.nat(7), fc.nat(20), (bytes, offset, cut) => {
      const shifted = new Uint8Array(bytes.length + offset).subarray(offset)
      shifted.set(bytes)
      const length = Math.max(0, bytes.length - cut)
      if (zlibCrc32) expect(crc32(shifted, length)).toBe(zlibCrc32(bytes.subarray(0, length)))
    }),
  )
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926)
  const long = new Uint8Array(100_000).map((_, at) => (at * at) >> 3)
  if (zlibCrc32) expect(crc32(long)).toBe(zlibCrc32(long))
})
