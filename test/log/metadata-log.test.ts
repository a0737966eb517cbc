import { expect, test } from 'vitest'
import { SimulatedFileSystem } from '../../lib/files/simulated-file-system.ts'
import { MetadataLog } from '../../lib/log/metadata-log.ts'

const codec = {
  encode: (value: number) => new TextEncoder().encode(`v1\n${value}`),
  decode: (bytes: Uint8Array) => Number(new TextDecoder().decode(bytes).slice(3)),
}

test('entries are found again by another log on the same directory', async () => {
  const files = new SimulatedFileSystem()
  const log = await MetadataLog.open(files, '/log', codec)
  expect(log.latest).toBe(-1)
  for (const id of [0, 1, 2, 10]) await log.add(id, id * 7)
  const again = await MetadataLog.open(files, '/log', codec)
  expect(again.latest).toBe(10)
  expect(again.batchIds).toEqual([0, 1, 2, 10])
  expect(await again.get(2)).toBe(14)
  expect(await again.get(3)).toBeUndefined()
})

test('purge takes what is below, truncate what is above; Spark’s checksums go with their files', async () => {
  const files = new SimulatedFileSystem()
  const log = await MetadataLog.open(files, '/log', codec)
  for (let id = 0; id < 4; id++) await log.add(id, id)
  for (const id of [0, 3]) await files.createAtomic(`/log/.${id}.crc`, new Uint8Array(1))
  const again = await MetadataLog.open(files, '/log', codec)
  await again.purge(1)
  await again.truncate(2)
  expect(Object.keys(files.dump())).toEqual(['/log/1', '/log/2'])
})

test('a checksum whose file is gone does not outlive the next file of that name', async () => {
  const files = new SimulatedFileSystem()
  await files.makeDirectory('/log')
  await files.createAtomic('/log/.0.crc', new Uint8Array(1))
  const log = await MetadataLog.open(files, '/log', codec)
  await log.add(0, 5)
  expect(Object.keys(files.dump())).toEqual(['/log/0'])
})

test('what a crashed writer left half done is cleared and not read', async () => {
  const files = new SimulatedFileSystem()
  await files.makeDirectory('/log')
  await files.createAtomic('/log/.0.77-1.tmp', new Uint8Array(1))
  const log = await MetadataLog.open(files, '/log', codec)
  expect(log.latest).toBe(-1)
  expect(files.dump()).toEqual({})
})
