/**
 * Rows of two inputs side by side: by the columns of some names, which come out once, on a condition over both, or all
 * pairs. Columns of both may have one name; an alias tells them apart (`col('a.k')`).
 *
 * State: of two streams the rows of both, until the watermark has passed what can still match them; with a static side
 * none, it is read anew in each batch. Watermarks: of two streams late rows are dropped, what has expired goes, and rows
 * that never matched leave an outer join then; the least of both sides' limits goes on. With a static side they pass.
 * Barriers are aligned, then state is sealed.
 *
 * @example
 * readings$.pipe(join(devices$, 'device', 'left'))
 *
 * @module
 */

import type { Column } from '../lib/expressions/column.ts'
import type { Expression } from '../lib/expressions/expression.ts'
import { expressionText } from '../lib/expressions/expression-text.ts'
import { expandedSchema } from '../lib/plan/analyze/bound-plan.ts'
import { defineJoin } from '../lib/plan/define-operator.ts'
import { bindJoin } from '../lib/plan/join/bind-join.ts'
import type { BoundJoin } from '../lib/plan/join/bound-join.ts'
import { hashJoin } from '../lib/plan/join/hash-join.ts'
import { joinOptions } from '../lib/plan/join/join-options.ts'
import { joinTypeName } from '../lib/plan/join/join-type.ts'
import { refuseJoin } from '../lib/plan/join/refuse-join.ts'
import { symmetricHashJoin } from '../lib/plan/join/symmetric-hash-join.ts'
import type { NodeOptions } from '../lib/plan/nodes.ts'
import type { Composite, Physical } from '../lib/plan/operator.ts'
import type { Schema } from '../lib/types/schema.ts'

type Options = NodeOptions['join']

const buildLeft = hashJoin(0)
const buildRight = hashJoin(1)
const buildRightHeld = hashJoin(1, true)

/** What runs a join: of two streams both are kept; else the static side is built, of two static ones the right one. */
function running(streaming: readonly boolean[] | undefined): Physical<BoundJoin> {
  if (!streaming) return buildRightHeld
  if (streaming[0] && streaming[1]) return symmetricHashJoin
  return streaming[1] ? buildLeft : buildRight
}

const definition: Composite<Options> = {
  name: 'join',
  inputs: 2,
  schema: (options, inputs, binder) => expandedSchema(definition, options, inputs, binder),
  describe({ joinType, condition, using }) {
    const on = using ? `, Using(${using.join(',')})` : condition ? `, ${expressionText(condition)}` : ''
    return `Join ${joinTypeName(joinType)}${on}`
  },
  expressions: ({ condition }) => (condition ? [condition] : []),
  withExpressions: (options, [condition]) => ({ ...options, condition: condition as Expression | undefined }),
  refuse: refuseJoin,
  expand(options, inputs, binder, streaming) {
    const { join, after } = bindJoin(options, inputs as readonly [Schema, Schema], binder)
    return { before: [], core: { definition: running(streaming) as Physical<unknown>, options: join }, after }
  },
}

/**
 * @param on a column's name or several names, or a condition; undefined = all pairs
 * @param how `inner`, `left`, `right`, `outer`, `left_semi`, `left_anti`, `cross`, or another of Spark's spellings
 */
export const join = defineJoin(definition, (on?: string | readonly string[] | Column, how: string = 'inner') =>
  joinOptions(typeof on === 'object' && 'expression' in on ? on.expression : on, how),
)

/** All pairs of rows. */
export const crossJoin = defineJoin(definition, () => joinOptions(undefined, 'cross'))
