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
function edgeOf(relation: string, build: boolean, log: string[], end: number | null = 5) {
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
  const [probe, one, two] = [edgeOf('probe', false, log), edgeOf('one', true, log), edgeOf('two', true, log)]
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

test('a source with nothing new is not read; its edge has its barrier at once', () => {
  const log: string[] = []
  const idle = edgeOf('idle', false, log)
  idle.source.committed = 5
  feed([idle, edgeOf('never', false, log, null)])
  expect(log).toEqual(['idle barrier', 'never barrier'])
})

test('an empty build input does not keep the others from being read', () => {
  const log: string[] = []
  const build = edgeOf('build', true, log)
  build.source.committed = 5
  feed([edgeOf('probe', false, log), build])
  expect(log).toEqual(['build barrier', 'probe read null..5'])
})

test('an error of a read goes to its edge; unsubscribing ends every read', () => {
  const log: string[] = []
  const [a, b] = [edgeOf('a', false, log), edgeOf('b', false, log)]
  const reads = feed([a, b])
  a.rows$.error('broken')
  expect(log.at(-1)).toBe('a broken')
  reads.unsubscribe()
  expect(b.rows$.observed).toBe(false)
})
