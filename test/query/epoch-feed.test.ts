import { expect, test } from 'vitest'
import { batchOf } from '../../lib/columnar/builder.ts'
import type { RecordBatch } from '../../lib/columnar/record-batch.ts'
import type { Source } from '../../lib/connector/connector.ts'
import type { SourceEdge } from '../../lib/plan/running-plan.ts'
import { feedEpoch } from '../../lib/query/epoch-feed.ts'
import { RunningSource } from '../../lib/query/running-source.ts'
import { Subject } from '../../lib/stream/rx.ts'
import { parseSchema } from '../../lib/types/ddl/ddl.ts'

const schema = parseSchema('k INT')

/** An edge whose rows a test pushes, and what happens to it. */
function edgeOf(relation: string, build: number, log: string[], end: number | null = 5) {
  const rows$ = new Subject<RecordBatch>()
  const source = new RunningSource(
    { relation, streaming: true, folder: '/f' },
    {} as Source,
    new AbortController().signal,
  )
  if (end !== null) source.end = end
  const edge = {
    relation,
    build,
    scan: {
      read: (from: unknown, to: unknown) => {
        log.push(`${relation} read ${from}..${to}`)
        return rows$
      },
    },
    batch: () => log.push(`${relation} batch`),
    barrier: () => log.push(`${relation} barrier`),
    error: (error: unknown) => log.push(`${relation} ${error}`),
  } as unknown as SourceEdge
  return { edge, source, rows$ }
}

function feed(edges: readonly ReturnType<typeof edgeOf>[]) {
  const sources = new Map(edges.map(({ edge, source }) => [edge, source]))
  return feedEpoch(
    edges.map(({ edge }) => edge),
    (edge) => sources.get(edge) as RunningSource,
  )
}

test('inputs that must be whole first are read first; the others begin after the last of their barriers', () => {
  const log: string[] = []
  const [probe, one, two] = [edgeOf('probe', 0, log), edgeOf('one', 1, log), edgeOf('two', 1, log)]
  feed([probe, one, two])
  one.rows$.next(batchOf(schema, [[1]]))
  one.rows$.complete()
  two.rows$.complete()
  probe.rows$.complete()
  expect(log).toEqual([
    'one read null..5',
    'two read null..5',
    'one batch',
    'one barrier',
    'two barrier',
    'probe read null..5',
    'probe barrier',
  ])
})

test('a join inside a build side is built from the inside out', () => {
  const log: string[] = []
  const [probe, outer, inner] = [edgeOf('probe', 0, log), edgeOf('outer', 1, log), edgeOf('inner', 2, log)]
  feed([probe, outer, inner])
  for (const { rows$ } of [inner, outer, probe]) rows$.complete()
  expect(log.filter((line) => !line.endsWith('batch'))).toEqual([
    'inner read null..5',
    'inner barrier',
    'outer read null..5',
    'outer barrier',
    'probe read null..5',
    'probe barrier',
  ])
})

test('a source with nothing new is not read; its edge has its barrier at once', () => {
  const log: string[] = []
  const idle = edgeOf('idle', 0, log)
  idle.source.committed = 5
  feed([idle, edgeOf('never', 0, log, null)])
  expect(log).toEqual(['idle barrier', 'never barrier'])
})

test('an empty build input does not keep the others from being read', () => {
  const log: string[] = []
  const build = edgeOf('build', 1, log)
  build.source.committed = 5
  feed([edgeOf('probe', 0, log), build])
  expect(log).toEqual(['build barrier', 'probe read null..5'])
})

test('an error of a read goes to its edge; unsubscribing ends every read', () => {
  const log: string[] = []
  const [a, b] = [edgeOf('a', 0, log), edgeOf('b', 0, log)]
  const reads = feed([a, b])
  a.rows$.error('broken')
  expect(log.at(-1)).toBe('a broken')
  reads.unsubscribe()
  expect(b.rows$.observed).toBe(false)
})
