/** A real disk that is full, read-only, denied or in the way: the job says where, and goes on once that is over. */
import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { leftOvers, rowsByGlob, rowsByLog } from '../recovery/output-rows.ts'
import { treeOf, Workshop } from './job-folder.ts'
import type { JobOrder } from './killed-job.ts'

const workshop = new Workshop()
const shape = 'stateful'
let calm: readonly string[] = []

beforeAll(async () => {
  await workshop.build()
  const folder = workshop.folder()
  expect(await workshop.run({ folder, shape })).toMatchObject({ code: 0, stderr: '' })
  calm = rowsByLog(treeOf(folder), `${folder}/output`)
  expect(calm).toHaveLength(62)
})

afterAll(() => workshop.remove())

/** A small file system in memory; undefined: mounted; else why that cannot be done. */
function mount(path: string): string | undefined {
  if (process.platform !== 'linux') return 'it takes a tmpfs, which only Linux has'
  if (process.getuid?.() !== 0) return 'only root may mount a tmpfs'
  mkdirSync(path)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'tmpfs', path], { stdio: 'pipe' })
    return undefined
  } catch (error) {
    return `a tmpfs cannot be mounted here: ${String(error).split('\n').at(-2)}`
  }
}

function unmount(path: string): void {
  execFileSync('umount', [path])
}

/** Asked once, before the tests are named: what is skipped says why. */
const obstacle = (() => {
  const path = `${workshop.path}/probe`
  const reason = mount(path)
  if (reason === undefined) unmount(path)
  return reason
})()
const because = obstacle === undefined ? '' : ` (skipped: ${obstacle})`

describe.skipIf(obstacle !== undefined)(`on a small disk of its own${because}`, () => {
  /** Runs `work` with the place on a tmpfs of half a megabyte. */
  async function onSmallDisk(place: 'checkpoint' | 'output', work: (order: JobOrder, disk: string) => Promise<void>) {
    const folder = workshop.folder()
    const disk = `${folder}/disk`
    expect(mount(disk)).toBeUndefined()
    try {
      await work({ folder, shape, [place]: `${disk}/${place}` }, disk)
    } finally {
      unmount(disk)
    }
  }

  test.each(['checkpoint', 'output'] as const)(
    'the disk of the %s fills up again and again: each time the error names the path, and nothing is lost',
    async (place) => {
      await onSmallDisk(place, async (order, disk) => {
        let failures = 0
        // With a little more room each time the job comes a little further.
        for (let pages = 0; pages < 40; pages += 3) {
          fill(disk, pages)
          const ended = await workshop.run(order)
          rmSync(`${disk}/filler`)
          if (ended.code === 0) break
          failures += 1
          expect(ended.stderr).toMatch(
            new RegExp(`Cannot [a-z ]+(/\\S+ to)? ${disk}[^:]*: no space left on the device`),
          )
          expect(ended.stderr).toContain('(ENOSPC)')
        }
        expect(failures).toBeGreaterThan(2)
        await expectCompletion(order)
      })
    },
  )

  test.each(['checkpoint', 'output'] as const)('the disk of the %s becomes read-only', async (place) => {
    await onSmallDisk(place, async (order, disk) => {
      await workshop.run({ ...order, kill: { point: 'before:run', epoch: 5 } })
      execFileSync('mount', ['-o', 'remount,ro', disk])
      const ended = await workshop.run(order)
      expect(ended.code).toBe(1)
      expect(ended.stderr).toMatch(new RegExp(`Cannot [a-z ]+ ${disk}[^:]*: the file system is read-only`))
      execFileSync('mount', ['-o', 'remount,rw', disk])
      await expectCompletion(order)
    })
  })
})

describe('as a user who may not write everywhere', () => {
  // Root may write anywhere: then the job runs as nobody.
  const nobody = 65_534
  const as = process.getuid?.() === 0 ? { uid: nobody } : {}
  const give = (path: string) => {
    if (as.uid !== undefined) for (const one of [path, ...below(path)]) chownSync(one, nobody, nobody)
  }

  test.each(['checkpoint', 'output'] as const)('no access to the %s', async (place) => {
    const folder = workshop.folder()
    give(folder)
    const order: JobOrder = { folder, shape }
    const path = `${folder}/${place}`
    mkdirSync(path)
    give(path)
    for (const epoch of [0, 5]) {
      chmodSync(path, 0o555)
      const ended = await workshop.run(order, as)
      expect(ended.code).toBe(1)
      expect(ended.stderr).toMatch(new RegExp(`Cannot [a-z ]+(/\\S+ to)? ${path}[^:]*: permission denied`))
      chmodSync(path, 0o755)
      expect(await workshop.run({ ...order, kill: { point: 'before:run', epoch } }, as)).toMatchObject({
        signal: 'SIGKILL',
      })
    }
    await expectCompletion(order, as)
  })
})

test.each(['checkpoint', 'output'] as const)('a file stands where the folder of the %s is to be', async (place) => {
  const folder = workshop.folder()
  writeFileSync(`${folder}/file`, 'in the way')
  const order: JobOrder = { folder, shape, [place]: `${folder}/file/${place}` }
  const ended = await workshop.run(order)
  expect(ended.code).toBe(1)
  expect(ended.stderr).toMatch(new RegExp(`Cannot [a-z ]+ ${folder}/file/${place}.*a part of the path is a file`))
  rmSync(`${folder}/file`)
  await expectCompletion(order)
})

function below(path: string): string[] {
  return readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => `${path}/${name}`)
}

/** Leaves so many pages of 4 KB free. */
function fill(disk: string, pages: number): void {
  const { bavail, bsize } = statfsSync(disk)
  writeFileSync(`${disk}/filler`, new Uint8Array(Math.max(0, bavail * bsize - pages * 4096)))
}

async function expectCompletion(order: JobOrder, as: { readonly uid?: number } = {}): Promise<void> {
  expect(await workshop.run(order, as)).toMatchObject({ code: 0, stderr: '' })
  const tree = treeOf(order.folder)
  const output = order.output ?? `${order.folder}/output`
  expect(rowsByLog(tree, output)).toEqual(calm)
  expect(rowsByGlob(tree, output)).toEqual(calm)
  expect(leftOvers(tree)).toEqual([])
}
