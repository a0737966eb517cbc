/** Random scenarios: a random query of a family over random streams, in the form of a golden file to be recorded. */
import fc from 'fast-check'
import type { Plan, Scenario } from '../../golden/runner/scenario.ts'
import { joins, tableJoins } from './random-joins.ts'
import {
  aggregations,
  chains,
  dedups,
  markedUnions,
  noWatermarks,
  sessions,
  stateless,
  unions,
} from './random-queries.ts'
import { randomSteps, type StreamColumns, streamSchema } from './random-stream.ts'

/** What a family draws. */
export interface RandomQuery {
  readonly plan: Plan
  readonly outputMode: string
  readonly sources: { readonly [name: string]: StreamColumns }
  /** The query tells which of several rows was the first, so that no batch may read two files. */
  readonly oneFileABatch?: boolean
  readonly statics?: Scenario['statics']
}

/** Queries by family. */
export const families = {
  agg: aggregations,
  chain: chains,
  dedup: dedups,
  join: joins,
  nowm: noWatermarks,
  /** Restarts of queries with several watermarks. */
  restart: markedUnions,
  restartjoin: joins,
  session: sessions,
  stateless,
  static: tableJoins,
  union: unions,
}

export type Family = keyof typeof families

/** Scenarios of a family; their settings, triggers and steps are as random as the query. */
export function randomScenario(family: Family): fc.Arbitrary<Scenario> {
  const around = fc.record({
    trigger: fc.constantFrom(undefined, undefined, undefined, undefined, 'availableNow' as const, 'once' as const),
    maxFiles: fc.boolean(),
    noData: fc.constantFrom(true, true, true, false),
    policy: fc.constantFrom(undefined, 'min', 'max'),
  })
  return fc.tuple(families[family], around).chain(([query, { trigger, maxFiles, noData, policy }]) => {
    const { sources, oneFileABatch = false } = query
    const restarts = family.startsWith('restart')
    const when = restarts ? undefined : trigger
    const several = Object.keys(sources).length > 1
    return randomSteps({ sources, oneFileABatch, trigger: when, maxFiles, restarts }).map((steps): Scenario => {
      const options = maxFiles ? { options: { maxFilesPerTrigger: '1' } } : {}
      return {
        name: family,
        about: `random ${family}`,
        conf: {
          // A join's four stores in each partition are what a recorder waits for.
          ...(JSON.stringify(query.plan).includes('"join"') ? { 'spark.sql.shuffle.partitions': '1' } : {}),
          ...(noData ? {} : { 'spark.sql.streaming.noDataMicroBatches.enabled': 'false' }),
          ...(several && policy ? { 'spark.sql.streaming.multipleWatermarkPolicy': policy } : {}),
        },
        sources: Object.fromEntries(
          Object.entries(sources).map(([name, columns]) => [name, { schema: streamSchema(columns), ...options }]),
        ),
        ...(query.statics ? { statics: query.statics } : {}),
        plan: query.plan,
        outputMode: query.outputMode,
        ...(when ? { trigger: when } : {}),
        steps,
      }
    })
  })
}
