/** TABLESAMPLE: each row with a probability, or so many rows. */
import { makeNode } from '../plan/node.ts'
import type { Node } from '../plan/nodes.ts'
import { located } from './located.ts'
import type { QueryPlans } from './query-plans.ts'
import { rowCount } from './row-count.ts'
import type { Relation } from './statement.ts'

/** The sampled rows; without a seed other ones each time that it is planned. */
export function planSample({ input, sample }: Extract<Relation, { readonly kind: 'sample' }>, plans: QueryPlans): Node {
  const node = plans.relation(input)
  const { fraction, rows, place } = sample
  if (rows) {
    const n = located(plans.cursor, place, () => rowCount(rows, 'limit', node, plans.scope))
    return plans.node(place, 'limit', { n }, [node])
  }
  const seed = sample.seed ?? BigInt(Math.floor(Math.random() * 1000))
  return makeNode('sample', { fraction: fraction ?? 1, seed }, [node])
}
