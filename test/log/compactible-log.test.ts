import { describe, expect, test } from 'vitest'
import { SimulatedFileSystem } from '../../lib/files/simulated-file-system.ts'
import { CompactibleLog, type CompactibleLogOptions } from '../../lib/log/compactible-log.ts'
import { recorded, recordedDisk } from './recorded-checkpoint.ts'

interface SinkEntry {
  readonly path: string
  readonly action: string
}

const raw: CompactibleLogOptions<string> = { encode: (line) => line, decode: (line) => line, nowMs: () => 0 }

describe('a log that Spark wrote', () => {
  test.each([
    ['out/_spark_metadata', 25],
    ['ck/sources/0', 25],
  ])('%s: every batch is read, compacted or not', async (path, batches) => {
    const log = await CompactibleLog.open(await recordedDisk((file) => file.startsWith(path)), `/${path}`, raw)
    expect(log.latest).toBe(batches - 1)
    expect(log.compactInterval).toBe(10)
    const all = await log.all()
    const single: string[] = []
    for (let id = 0; id < batches; id++) {
      const lines = (recorded.get(`${path}/${log.isCompaction(id) ? `${id}.compact` : id}`) as string)
        .split('\n')
        .slice(1)
      expect(await log.get(id)).toEqual(lines)
      if (log.isCompaction(id)) single.splice(0, single.length, ...lines)
      else single.push(...lines)
    }
    expect(all).toEqual(single)
  })

  test.each(['out/_spark_metadata', 'ck/sources/0'])(
    '%s: written again from its entries it is the same, byte by byte',
    async (path) => {
      const files = new SimulatedFileSystem()
      const log = await CompactibleLog.open(files, `/${path}`, raw)
      for (let id = 0; id < 25; id++) {
        const name = log.isCompaction(id) ? `${id}.compact` : String(id)
        const lines = (recorded.get(`${path}/${name}`) as string).split('\n').slice(1)
        // What the batch itself added is what its compaction holds beyond the entries before it.
        await log.add(id, log.isCompaction(id) ? lines.slice((await log.all()).length) : lines)
      }
      const expected = [...recorded].filter(([file]) => file.startsWith(`${path}/`) && !file.endsWith('.crc'))
      expect(files.dump()).toEqual(Object.fromEntries(expected.map(([file, text]) => [`/${file}`, text])))
    },
  )

  test('is gone on with: the next batch, the next compaction', async () => {
    const files = await recordedDisk((file) => file.startsWith('out/_spark_metadata'))
    const log = await CompactibleLog.open(files, '/out/_spark_metadata', raw)
    const before = await log.all()
    for (let id = 25; id < 30; id++) await log.add(id, [`{"new":${id}}`])
    expect(await log.get(29)).toEqual([...before, ...[25, 26, 27, 28, 29].map((id) => `{"new":${id}}`)])
    expect(files.dump()['/out/_spark_metadata/29.compact']).toBeDefined()
  })
})

describe('a log of our own', () => {
  test('an empty batch is a file with the version line alone', async () => {
    const files = new SimulatedFileSystem()
    const log = await CompactibleLog.open(files, '/log', raw)
    await log.add(0, [])
    expect(files.dump()).toEqual({ '/log/0': 'v1' })
    expect(await log.get(0)).toEqual([])
  })

  test('compactions leave out what is not retained any more', async () => {
    const files = new SimulatedFileSystem()
    const options: CompactibleLogOptions<SinkEntry> = {
      encode: (entry) => JSON.stringify(entry),
      decode: (line) => JSON.parse(line) as SinkEntry,
      retains: (entry) => entry.action !== 'delete',
      compactInterval: 3,
      nowMs: () => 0,
    }
    const log = await CompactibleLog.open(files, '/log', options)
    await log.add(0, [{ path: 'a', action: 'add' }])
    await log.add(1, [{ path: 'b', action: 'delete' }])
    await log.add(2, [{ path: 'c', action: 'add' }])
    expect(files.dump()['/log/2.compact']).toBe('v1\n{"path":"a","action":"add"}\n{"path":"c","action":"add"}')
    expect((await log.all()).map(({ path }) => path)).toEqual(['a', 'c'])
  })

  test('what a compaction made superfluous goes after the delay, and not before', async () => {
    const files = new SimulatedFileSystem()
    let now = 0
    const log = await CompactibleLog.open(files, '/log', {
      ...raw,
      compactInterval: 3,
      cleanupDelayMs: 1000,
      minBatchesToRetain: 1,
      nowMs: () => now,
    })
    for (let id = 0; id < 4; id++) await log.add(id, [`${id}`])
    expect(Object.keys(files.dump())).toEqual(['/log/0', '/log/1', '/log/2.compact', '/log/3'])
    now = 1000
    await log.add(4, ['4'])
    expect(Object.keys(files.dump())).toEqual(['/log/2.compact', '/log/3', '/log/4'])
    expect(await log.all()).toEqual(['0', '1', '2', '3', '4'])
  })

  test('a batch is added once', async () => {
    const files = new SimulatedFileSystem()
    const [a, b] = [await CompactibleLog.open(files, '/log', raw), await CompactibleLog.open(files, '/log', raw)]
    await a.add(0, ['x'])
    await expect(b.add(0, ['y'])).rejects.toMatchObject({
      condition: 'CONCURRENT_STREAM_LOG_UPDATE',
      sqlState: '40000',
      message: expect.stringContaining(
        'Concurrent update to the log. Multiple streaming jobs detected for 0.\nPlease make sure only one streaming job runs on a specific checkpoint location at a time.',
      ),
    })
    expect(await a.get(0)).toEqual(['x'])
  })

  test('a hole in it is named', async () => {
    const files = new SimulatedFileSystem()
    const log = await CompactibleLog.open(files, '/log', raw)
    for (let id = 0; id < 3; id++) await log.add(id, [])
    await files.remove('/log/1')
    const again = await CompactibleLog.open(files, '/log', raw)
    await expect(again.all()).rejects.toThrow(/batch 1 doesn't exist.*latest: 2, compactInterval: 10/)
  })

  test.each([
    ['', 'Incomplete log file'],
    ['1\nx', 'failed to read correct log version from 1'],
    ['v2\nx', 'maximum supported log version is v1, but encountered v2'],
  ])('a file %j is refused, naming it', async (text, message) => {
    const files = new SimulatedFileSystem()
    await files.makeDirectory('/log')
    await files.createAtomic('/log/0', new TextEncoder().encode(text))
    const log = await CompactibleLog.open(files, '/log', raw)
    await expect(log.get(0)).rejects.toThrow(message)
    await expect(log.get(0)).rejects.toThrow('/log/0')
  })

  test('power cuts at any change leave each batch whole or absent', async () => {
    for (let cut = 0; ; cut++) {
      const files = new SimulatedFileSystem()
      files.failAt(cut, 'powerCut')
      let added = 0
      try {
        const log = await CompactibleLog.open(files, '/log', { ...raw, compactInterval: 2 })
        for (; added < 5; added++) await log.add(added, [`${added}`])
      } catch {}
      if (files.powered) break
      files.restart()
      const log = await CompactibleLog.open(files, '/log', { ...raw, compactInterval: 2 })
      expect([added - 1, added]).toContain(log.latest)
      expect(await log.all()).toEqual(Array.from({ length: log.latest + 1 }, (_, id) => `${id}`))
    }
  })
})
