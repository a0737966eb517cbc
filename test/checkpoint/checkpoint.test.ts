import { spawn } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { CheckpointLock } from '../../lib/checkpoint/checkpoint-lock.ts'
import { commitCodec, openCommitLog } from '../../lib/checkpoint/commit-log.ts'
import { readInitialOffset, writeInitialOffset } from '../../lib/checkpoint/initial-offset.ts'
import { offsetCodec, openOffsetLog } from '../../lib/checkpoint/offset-log.ts'
import { newConfs, recoveredConfs } from '../../lib/checkpoint/pinned-confs.ts'
import { ownIdentity } from '../../lib/checkpoint/process-identity.ts'
import { queryId } from '../../lib/checkpoint/query-metadata.ts'
import { recover } from '../../lib/checkpoint/recovery.ts'
import { SimulatedFileSystem } from '../../lib/files/simulated-file-system.ts'
import { recorded, recordedDisk } from '../log/recorded-checkpoint.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

describe('files that Spark wrote', () => {
  const offsets = [...recorded].filter(([path]) => path.startsWith('ck/offsets/'))
  const commits = [...recorded].filter(([path]) => path.startsWith('ck/commits/'))

  test('offsets and commits are read and written again byte by byte', () => {
    expect(offsets).toHaveLength(25)
    expect(commits).toHaveLength(25)
    for (const [path, text] of offsets)
      expect(textOf(offsetCodec.encode(offsetCodec.decode(bytesOf(text), path)))).toBe(text)
    for (const [path, text] of commits)
      expect(textOf(commitCodec.encode(commitCodec.decode(bytesOf(text), path)))).toBe(text)
  })

  test('a new query writes the settings that Spark writes, in its order', () => {
    const first = offsetCodec.decode(bytesOf(recorded.get('ck/offsets/0') as string), '')
    const ours = newConfs((key) => (key === 'spark.sql.shuffle.partitions' ? '2' : undefined))
    expect(JSON.stringify(ours)).toBe(JSON.stringify(first.conf))
  })

  test('the query’s id is taken over', async () => {
    const files = await recordedDisk((path) => path === 'ck/metadata')
    expect(queryId(files, '/ck', () => 'fresh')).toBe('ab0142a9-2fa3-47dd-a380-2ed13ad21019')
  })

  test('the query goes on with batch 25', async () => {
    const files = await recordedDisk((path) => path.startsWith('ck/'))
    const standing = await recover(await openOffsetLog(files, '/ck'), await openCommitLog(files, '/ck'))
    expect(standing).toMatchObject({ epoch: 25, unfinished: undefined, committed: { offsets: [{ logOffset: 24 }] } })
  })

  test('without commits/24 batch 24 is run again from where batch 23 ended', async () => {
    const files = await recordedDisk((path) => path.startsWith('ck/') && path !== 'ck/commits/24')
    const standing = await recover(await openOffsetLog(files, '/ck'), await openCommitLog(files, '/ck'))
    expect(standing).toMatchObject({
      epoch: 24,
      unfinished: { offsets: [{ logOffset: 24 }] },
      committed: { offsets: [{ logOffset: 23 }] },
    })
  })
})

describe('metadata', () => {
  test('is written once, as Spark writes it', () => {
    const files = new SimulatedFileSystem()
    files.immediate.makeDirectory('/ck')
    expect(queryId(files, '/ck', () => 'one')).toBe('one')
    expect(queryId(files, '/ck', () => 'two')).toBe('one')
    expect(files.dump()).toEqual({ '/ck/metadata': '{"id":"one"}' })
  })

  test('that says nothing is refused, naming it', () => {
    const files = new SimulatedFileSystem()
    files.immediate.makeDirectory('/ck')
    files.immediate.createAtomic('/ck/metadata', bytesOf('{}'))
    expect(() => queryId(files, '/ck', () => 'two')).toThrow('/ck/metadata')
  })
})

describe('what recovery goes by', () => {
  const entry = (batchWatermarkMs: number) => ({ batchWatermarkMs, batchTimestampMs: 5, conf: {}, offsets: [] })

  async function logs(watermarks: readonly number[], committed: readonly number[]) {
    const files = new SimulatedFileSystem()
    const [offsets, commits] = [await openOffsetLog(files, '/ck'), await openCommitLog(files, '/ck')]
    for (const [id, watermark] of watermarks.entries()) await offsets.add(id, entry(watermark))
    for (const [id, next] of committed.entries()) await commits.add(id, { nextBatchWatermarkMs: next })
    return recover(offsets, commits)
  }

  test('the watermark of the next batch is the larger of both logs, and late is what was late before', async () => {
    expect(await logs([0, 10], [10, 30])).toMatchObject({ epoch: 2, lateMs: 10, watermarkMs: 30 })
    expect(await logs([0, 10], [10, 5])).toMatchObject({ epoch: 2, lateMs: 10, watermarkMs: 10 })
    expect(await logs([0, 10], [10])).toMatchObject({ epoch: 1, lateMs: 0, watermarkMs: 10 })
    expect(await logs([7], [])).toMatchObject({ epoch: 0, lateMs: 0, watermarkMs: 7 })
    expect(await logs([], [])).toMatchObject({ epoch: 0, lateMs: 0, watermarkMs: 0 })
  })

  test('commits without offsets are no checkpoint', async () => {
    await expect(logs([], [0])).rejects.toThrow("batch 0 doesn't exist")
  })

  test('settings that an old checkpoint lacks get the values of its time', () => {
    expect(recoveredConfs({ x: '1', 'spark.sql.streaming.join.stateFormatVersion': '2' })).toMatchObject({
      x: '1',
      'spark.sql.streaming.join.stateFormatVersion': '2',
      'spark.sql.streaming.aggregation.stateFormatVersion': '1',
      'spark.sql.streaming.statefulOperator.useStrictDistribution': 'false',
      'spark.sql.optimizer.pruneFiltersCanPruneStreamingSubplan': 'true',
    })
  })

  test('offsets of Spark 2.0, without metadata, count as watermark 0', () => {
    expect(offsetCodec.decode(bytesOf('v1\n\n{"logOffset":3}'), '')).toEqual({
      batchWatermarkMs: 0,
      batchTimestampMs: 0,
      conf: {},
      offsets: [{ logOffset: 3 }],
    })
  })
})

test('a source’s beginning is stored once; Spark’s Kafka form with a leading 0 byte is read too', () => {
  const files = new SimulatedFileSystem()
  expect(readInitialOffset(files, '/ck/sources/0')).toBeUndefined()
  writeInitialOffset(files, '/ck/sources/0', { topic: { '0': 23 } })
  expect(readInitialOffset(files, '/ck/sources/0')).toEqual({ topic: { '0': 23 } })
  files.immediate.makeDirectory('/ck/sources/1')
  files.immediate.createAtomic('/ck/sources/1/0', bytesOf('\0v1\n{"t":{"0":1}}'))
  expect(readInitialOffset(files, '/ck/sources/1')).toEqual({ t: { '0': 1 } })
})

describe('the lock', () => {
  const path = '/ck/.millrace-lock'

  function locked(holder?: object) {
    const files = new SimulatedFileSystem()
    files.immediate.makeDirectory('/ck')
    if (holder) files.immediate.createAtomic(path, bytesOf(JSON.stringify(holder)))
    return files
  }

  test('keeps a second run out until it is given back', () => {
    const files = locked()
    const lock = CheckpointLock.take(files, '/ck', 'one')
    expect(() => CheckpointLock.take(files, '/ck', 'two')).toThrow(
      expect.objectContaining({
        condition: 'CONCURRENT_QUERY',
        sqlState: '0A000',
        message: expect.stringMatching(
          /^Another instance of this query was just started by a concurrent session\. .*run one of process \d+, on \/ck$/,
        ),
      }),
    )
    lock.release()
    expect(files.dump()).toEqual({})
    CheckpointLock.take(files, '/ck', 'two').release()
  })

  test('of a process that runs keeps us out, also when it is not ours', () => {
    const files = locked({ ...ownIdentity(), pid: process.ppid, started: '', runId: 'other' })
    expect(() => CheckpointLock.take(files, '/ck', 'mine')).toThrow(
      expect.objectContaining({ condition: 'CONCURRENT_QUERY' }),
    )
  })

  test('of a process that has ended is replaced', async () => {
    const child = spawn(process.execPath, ['-e', ''])
    await new Promise((resolve) => child.once('exit', resolve))
    const files = locked({ pid: child.pid, started: '', thread: 0, runId: 'dead' })
    const lock = CheckpointLock.take(files, '/ck', 'mine')
    expect(Object.keys(files.dump())).toEqual([path])
    lock.release()
  })

  test.runIf(process.platform === 'linux')('of an earlier process with the number of one that runs is replaced', () => {
    const files = locked({ pid: process.ppid, started: '1', thread: 0, runId: 'dead' })
    CheckpointLock.take(files, '/ck', 'mine').release()
  })

  test('of this thread whose run is over is replaced: its process was cut off and started anew in a test, or a release failed', () => {
    const files = locked({ ...ownIdentity(), runId: 'over' })
    CheckpointLock.take(files, '/ck', 'mine').release()
  })

  test('that is not readable is replaced', () => {
    const files = locked()
    files.immediate.createAtomic(path, bytesOf('{"pid":'))
    CheckpointLock.take(files, '/ck', 'mine').release()
    expect(files.dump()).toEqual({})
  })

  test('somebody else’s is not given back', () => {
    const files = locked()
    const lock = CheckpointLock.take(files, '/ck', 'mine')
    files.immediate.remove(path)
    files.immediate.createAtomic(path, bytesOf(JSON.stringify({ ...ownIdentity(), runId: 'other' })))
    lock.release()
    expect(Object.keys(files.dump())).toEqual([path])
  })

  test('a claim that its claimant left behind does not keep anybody out', () => {
    const files = locked({ ...ownIdentity(), runId: 'over' })
    files.immediate.createAtomic(`${path}-over`, bytesOf(JSON.stringify({ ...ownIdentity(), runId: 'gone' })))
    CheckpointLock.take(files, '/ck', 'mine').release()
    expect(files.dump()).toEqual({})
  })

  test('what killed starts have left is cleared, what live ones are about to use is not', async () => {
    const child = spawn(process.execPath, ['-e', ''])
    await new Promise((resolve) => child.once('exit', resolve))
    const files = locked()
    const live = [
      `${path}-claimed`,
      `/ck/..millrace-lock.${process.ppid}-1.tmp`,
      '/ck/.somebody.tmp',
      '/ck/offsets/.0.tmp',
    ]
    const dead = [`${path}-over`, `/ck/..millrace-lock.${child.pid}-1.tmp`, `/ck/.metadata.${child.pid}-2.tmp`]
    files.immediate.makeDirectory('/ck/offsets')
    for (const one of [...live, ...dead]) {
      const pid = live.includes(one) ? process.ppid : child.pid
      files.immediate.createAtomic(one, bytesOf(JSON.stringify({ pid, started: '', thread: 0, runId: 'other' })))
    }
    CheckpointLock.take(files, '/ck', 'mine').release()
    expect(Object.keys(files.dump()).sort()).toEqual(live.sort())
  })
})
