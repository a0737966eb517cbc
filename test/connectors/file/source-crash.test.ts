/** The file source when power goes at any change of the disk: every file is read in exactly one committed batch. */
import { describe, expect, test } from 'vitest'
import { fileConnector } from '../../../connectors/file/index.ts'
import type { Offset } from '../../../lib/connector/connector.ts'
import { SimulatedFileSystem } from '../../../lib/files/simulated-file-system.ts'
import { jsonFormat } from '../../../lib/formats/json/json-format.ts'
import { evaluation, everyColumn, openSource, readRows, sourceContext } from '../surroundings.ts'

const json = fileConnector(jsonFormat)
const conf = { 'spark.sql.streaming.fileSource.log.compactInterval': '3' }
const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
const decode = (bytes: Uint8Array): Offset => JSON.parse(new TextDecoder().decode(bytes)) as Offset

async function withInput(): Promise<SimulatedFileSystem> {
  const files = new SimulatedFileSystem()
  for (const [at, name] of names.entries()) {
    await files.makeDirectory('/in')
    files.nowMs = 1000 + at
    await files.createAtomic(`/in/${name}`, new TextEncoder().encode(`{"a":"${name}"}\n`))
  }
  await files.syncDirectory('/in')
  return files
}

/** The offsets that are in the log of a query, batch by batch. */
async function offsets(files: SimulatedFileSystem): Promise<Offset[]> {
  const listed = (await files.list('/ck/offsets')).filter(({ name }) => /^\d+$/.test(name))
  const found: Offset[] = []
  for (let at = 0; at < listed.length; at++) found.push(decode(await files.readAll(`/ck/offsets/${at}`)))
  return found
}

/** As a query does it: an end is asked for, written to the offset log, then read. */
async function runOn(files: SimulatedFileSystem, maxFilesPerTrigger: string): Promise<void> {
  const context = sourceContext({ files, conf }, '/ck/sources/0')
  const source = await openSource(json, { path: '/in', maxFilesPerTrigger }, 'a STRING', context)
  await files.makeDirectory('/ck/offsets')
  const known = await offsets(files)
  let from = known.at(-1) ?? null
  for (let batch = known.length; ; batch++) {
    const to = await source.latestOffset(from, source.defaultLimit ?? { kind: 'all' })
    if (to === null || JSON.stringify(to) === JSON.stringify(from)) return
    await files.createAtomic(`/ck/offsets/${batch}`, new TextEncoder().encode(JSON.stringify(to)))
    from = to
  }
}

/** Rows of each batch, read from the beginning as a replay would. */
async function replay(files: SimulatedFileSystem): Promise<readonly (readonly unknown[])[]> {
  const source = await openSource(json, { path: '/in' }, 'a STRING', sourceContext({ files, conf }, '/ck/sources/0'))
  const scan = source.open(everyColumn(source), evaluation)
  const batches: unknown[][] = []
  let from: Offset | null = null
  for (const to of await offsets(files)) {
    batches.push((await readRows(scan, from, to)).map((row) => row[0]))
    from = to
  }
  return batches
}

describe.each(['1', '3', '100'])('with %s files a batch', (limit) => {
  test('no file is lost or read twice, and no batch is too large', async () => {
    let cuts = 0
    for (let at = 0; ; at++) {
      const files = await withInput()
      files.failAt(at, 'powerCut')
      const failed = await runOn(files, limit).then(
        () => false,
        () => true,
      )
      if (!failed) break
      cuts += 1
      // Half of what was not synced has reached the disk.
      let toss = at
      files.restart(() => {
        toss += 1
        return toss % 2 === 0
      })
      await runOn(files, limit)
      const batches = await replay(files)
      expect(batches.flat()).toEqual(names)
      for (const batch of batches) expect(batch.length).toBeLessThanOrEqual(Number(limit))
    }
    expect(cuts).toBeGreaterThan(10)
  })
})
