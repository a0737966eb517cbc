import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { afterAll, describe, expect, test } from 'vitest'
import { fileErrorCode } from '../../lib/files/file-error.ts'
import type { FileSystem } from '../../lib/files/file-system.ts'
import { localFileSystem } from '../../lib/files/local-file-system.ts'
import { SimulatedFileSystem } from '../../lib/files/simulated-file-system.ts'

const folder = mkdtempSync(`${tmpdir()}/files-`)
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const text = async (files: FileSystem, path: string): Promise<string> =>
  new TextDecoder().decode(await files.readAll(path))
const codeOf = (work: () => Promise<unknown>): Promise<string> => work().then(() => 'none', fileErrorCode)
let made = 0

describe.each([
  ['local', (): [FileSystem, string] => [localFileSystem, folder]],
  ['simulated', (): [FileSystem, string] => [new SimulatedFileSystem(), '/data']],
])('the %s file system', (_, open) => {
  const fresh = async (): Promise<{ files: FileSystem; root: string }> => {
    const [files, parent] = open()
    made += 1
    const root = `${parent}/${made}`
    await files.makeDirectory(root)
    return { files, root }
  }

  test('creates a file whole and never replaces it', async () => {
    const { files, root } = await fresh()
    await files.createAtomic(`${root}/0`, bytes('v1'))
    expect(await codeOf(() => files.createAtomic(`${root}/0`, bytes('other')))).toBe('EEXIST')
    expect(await text(files, `${root}/0`)).toBe('v1')
    expect((await files.list(root)).map((one) => one.name)).toEqual(['0'])
  })

  test('does the same at once for a program that waits', async () => {
    const { files, root } = await fresh()
    files.immediate.makeDirectory(`${root}/a/b`)
    files.immediate.createAtomic(`${root}/a/b/0`, bytes('x'))
    expect(files.immediate.readAll(`${root}/a/b/0`)).toHaveLength(1)
    files.immediate.remove(`${root}/a/b/0`)
    expect(files.immediate.readAll(`${root}/a/b/0`)).toBeUndefined()
  })

  test('writes in parts, reads from any position, and replaces on openWrite', async () => {
    const { files, root } = await fresh()
    for (const content of ['long content', 'short']) {
      const writer = await files.openWrite(`${root}/f`)
      await writer.write(bytes(content.slice(0, 3)))
      await writer.write(bytes(content.slice(3)))
      await writer.sync()
      await writer.close()
      expect(await text(files, `${root}/f`)).toBe(content)
    }
    const reader = await files.openRead(`${root}/f`)
    const target = new Uint8Array(3)
    expect([await reader.read(target, 2), new TextDecoder().decode(target)]).toEqual([3, 'ort'])
    expect(await reader.read(target, 5)).toBe(0)
    await reader.close()
  })

  test('makes durable what was written before, while more is written', async () => {
    const { files, root } = await fresh()
    const writer = files.immediate.openWrite(`${root}/f`)
    writer.write(bytes('ab'))
    const behind = writer.syncBehind()
    writer.write(bytes('cd'))
    await behind
    writer.sync()
    writer.close()
    expect(await text(files, `${root}/f`)).toBe('abcd')
  })

  test('lists children with their kind and size; a directory that is not there has none', async () => {
    const { files, root } = await fresh()
    await files.makeDirectory(`${root}/sub/deep`)
    await files.createAtomic(`${root}/é x`, bytes('four'))
    const found = (await files.list(root)).map(({ path, name, isDirectory, size }) => [
      path,
      name,
      isDirectory,
      isDirectory ? 0 : size,
    ])
    expect(found.sort()).toEqual([
      [`${root}/sub`, 'sub', true, 0],
      [`${root}/é x`, 'é x', false, 4],
    ])
    expect(await files.list(`${root}/none`)).toEqual([])
    expect(await files.stat(`${root}/none`)).toBeUndefined()
    expect(await files.stat(`${root}/é x/below`)).toBeUndefined()
  })

  test('renames over nothing and over a file, removes files, empty directories and trees', async () => {
    const { files, root } = await fresh()
    await files.createAtomic(`${root}/a`, bytes('a'))
    await files.createAtomic(`${root}/b`, bytes('b'))
    await files.rename(`${root}/a`, `${root}/b`)
    expect(await text(files, `${root}/b`)).toBe('a')
    await files.makeDirectory(`${root}/d/e`)
    expect(await codeOf(() => files.remove(`${root}/d`))).toBe('ENOTEMPTY')
    await files.removeTree(`${root}/d`)
    await files.remove(`${root}/b`)
    await files.remove(`${root}/b`)
    await files.removeTree(`${root}/never`)
    expect(await files.list(root)).toEqual([])
  })

  test('names the path when something is in the way', async () => {
    const { files, root } = await fresh()
    await expect(files.readAll(`${root}/none`)).rejects.toThrow(`${root}/none`)
    await expect(files.createAtomic(`${root}/none/0`, bytes(''))).rejects.toThrow(`${root}/none/0`)
    await files.createAtomic(`${root}/file`, bytes(''))
    await expect(files.makeDirectory(`${root}/file/below`)).rejects.toThrow(`${root}/file/below`)
  })
})

describe('the simulated file system after a power cut', () => {
  test('keeps what was created atomically and nothing that was not synced', async () => {
    const files = new SimulatedFileSystem()
    await files.makeDirectory('/d')
    await files.createAtomic('/d/atomic', bytes('kept'))
    const unsynced = await files.openWrite('/d/unsynced')
    await unsynced.write(bytes('lost'))
    const nameless = await files.openWrite('/d/nameless')
    await nameless.write(bytes('lost too: its name was never synced'))
    await nameless.sync()
    files.powerCut()
    await expect(files.list('/d')).rejects.toThrow()
    files.restart()
    expect(files.dump()).toEqual({ '/d/atomic': 'kept' })
    expect(() => unsynced.write(bytes('x'))).toThrow()
  })

  test('forgets appended bytes, renames and removals whose sync did not come', async () => {
    const files = new SimulatedFileSystem()
    await files.makeDirectory('/d')
    const writer = await files.openWrite('/d/f')
    await writer.write(bytes('ab'))
    await writer.sync()
    await files.createAtomic('/d/g', bytes('g'))
    await writer.write(bytes('cd'))
    await files.rename('/d/f', '/d/h')
    await files.remove('/d/g')
    files.powerCut()
    files.restart()
    expect(files.dump()).toEqual({ '/d/f': 'ab', '/d/g': 'g' })
  })

  test('keeps what a sync behind was asked for, once it has settled, and nothing after it', async () => {
    const files = new SimulatedFileSystem()
    await files.makeDirectory('/d')
    const writer = files.immediate.openWrite('/d/f')
    await files.syncDirectory('/d')
    writer.write(bytes('ab'))
    const behind = writer.syncBehind()
    writer.write(bytes('cd'))
    await behind
    const never = writer.syncBehind()
    files.powerCut()
    await expect(never).rejects.toThrow('/d/f')
    files.restart()
    expect(files.dump()).toEqual({ '/d/f': 'ab' })
  })

  test('may have kept some of it', async () => {
    const files = new SimulatedFileSystem()
    await files.makeDirectory('/d')
    await files.createAtomic('/d/g', bytes('g'))
    await files.rename('/d/g', '/d/h')
    files.powerCut()
    files.restart(() => true)
    expect(files.dump()).toEqual({ '/d/h': 'g' })
  })

  test('an atomic creation is there whole or not at all, wherever the power went', async () => {
    const seen = new Set<string>()
    for (let change = 0; ; change += 1) {
      const files = new SimulatedFileSystem()
      await files.makeDirectory('/d')
      files.failAt(change, 'powerCut')
      const done = await codeOf(() => files.createAtomic('/d/0', bytes('whole')))
      const powered = files.powered
      files.powerCut()
      files.restart()
      const found = files.dump()
      expect(found['/d/0'] ?? 'whole').toBe('whole')
      if (done === 'none') expect(found).toEqual({ '/d/0': 'whole' })
      seen.add(found['/d/0'] ?? 'absent')
      if (powered) break
    }
    expect([...seen].sort()).toEqual(['absent', 'whole'])
  })

  test('a full disk names the path and leaves no temporary file', async () => {
    const files = new SimulatedFileSystem()
    await files.makeDirectory('/d')
    files.failAt(1, 'ENOSPC', true)
    await expect(files.createAtomic('/d/0', bytes('x'))).rejects.toThrow(/Cannot create \/d\/0: no space left/)
    files.heal()
    expect(files.dump()).toEqual({})
  })

  test('counts changes and syncs: an atomic creation is two syncs', async () => {
    const files = new SimulatedFileSystem()
    await files.makeDirectory('/d')
    const before = files.operations.syncs
    await files.createAtomic('/d/0', bytes('x'))
    expect(files.operations.syncs - before).toBe(2)
  })
})
