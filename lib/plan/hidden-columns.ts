/**
 * Key columns that a join by names has merged away, where a program still names them: `b.k`, or `b.col('k')`. A left join
 * whose right key is null has found nothing: `a.join(b, 'k', 'left').filter(b.col('k').isNull())`.
 *
 * Spark: the hiddenOutput of a using join's Project, resolved as metadata columns are.
 */
import { findName } from '../expressions/binder/resolve-name.ts'
import type { Expression } from '../expressions/expression.ts'
import { rebuildExpression } from '../expressions/rebuild-expression.ts'
import type { Schema } from '../types/schema.ts'
import { followFrame, isFrameColumn } from './frame-columns.ts'
import { hiddenName } from './join/bind-join.ts'
import { hiddenSides } from './join/join-type.ts'
import { makeNode } from './node.ts'
import type { Node, NodeOptions, OperatorName } from './nodes.ts'
import { definitionOf } from './operator-registry.ts'
import { type Planner, schemaOf } from './planner.ts'

/** Operators that stand between a join and who names its hidden columns, and hand every column on. */
const handsThrough: ReadonlySet<string> = new Set(['filter', 'sort', 'limit', 'offset', 'sample', 'withWatermark'])

/** The node over an input that gives the hidden columns it names; undefined when it names none. */
export function withHiddenColumns<K extends OperatorName>(
  op: K,
  options: NodeOptions[K],
  inputs: readonly Node[],
  planner: Planner,
): Node | undefined {
  const [input] = inputs
  const definition = definitionOf(planner.operators, op)
  if (!input || inputs.length > 1 || !definition.withExpressions) return undefined
  const expressions = definition.expressions?.(options) ?? []
  const chain = chainTo(input)
  const join = chain?.at(-1) as Node<'join'> | undefined
  if (!chain || !join) return undefined
  const names = new Map<string, string>()
  const schema = schemaOf(input, planner)
  const change = (one: Expression): Expression => {
    const key = hiddenKey(one, join, input, schema, planner)
    if (!key) return rebuildExpression(one, change)
    names.set(key.hidden, key.name)
    return { kind: 'column', path: [key.hidden] }
  }
  const changed = expressions.map((one) => named(change(one), names))
  if (names.size === 0) return undefined
  const revealed = chain
    .slice(0, -1)
    .reduceRight<Node>(
      (below, node) => makeNode(node.op, node.options, [below]),
      makeNode('join', { ...join.options, hidden: true }, join.inputs),
    )
  const hidden = schemaOf(revealed, planner).names.filter((name) => schema.index(name) === undefined)
  const except = hidden.map((name) => [name])
  const starred = changed.map((one) =>
    one.kind === 'star' ? { ...one, except: [...(one.except ?? []), ...except] } : one,
  )
  const node = makeNode(op, definition.withExpressions(options, starred) as NodeOptions[K], [revealed])
  const kept = hidden.some((name) => schemaOf(node, planner).index(name) !== undefined)
  return kept ? makeNode('project', { columns: [{ kind: 'star', target: undefined, except }] }, [node]) : node
}

/** A column that is a whole item keeps the name it was asked for by. */
function named(item: Expression, names: ReadonlyMap<string, string>): Expression {
  const name = item.kind === 'column' ? names.get(item.path[0] ?? '') : undefined
  return name === undefined ? item : { kind: 'alias', input: item, names: [name] }
}

/** The nodes from here to the first join by names; undefined when something else comes first. */
function chainTo(node: Node): readonly Node[] | undefined {
  if (node.op === 'join') return (node as Node<'join'>).options.using ? [node] : undefined
  const [input] = node.inputs
  const below = input && handsThrough.has(node.op) ? chainTo(input) : undefined
  return below && [node, ...below]
}

function hiddenKey(
  one: Expression,
  { options, inputs }: Node<'join'>,
  input: Node,
  schema: Schema,
  planner: Planner,
): { readonly hidden: string; readonly name: string } | undefined {
  if (one.kind !== 'column') return undefined
  if (
    isFrameColumn(one) ? followFrame(input, one, planner).length > 0 : one.path.length < 2 || findName(one.path, schema)
  )
    return undefined
  for (const side of hiddenSides(options.joinType)) {
    const below = inputs[side] as Node
    const own = schemaOf(below, planner)
    const found = isFrameColumn(one) ? followFrame(below, one, planner) : [findName(one.path, own)?.index]
    const at = found.length === 1 ? found[0] : undefined
    const key = options.using?.find((name) => at !== undefined && own.index(name) === at)
    if (key !== undefined) return { hidden: hiddenName(side, key), name: one.path.at(-1) as string }
  }
  return undefined
}
