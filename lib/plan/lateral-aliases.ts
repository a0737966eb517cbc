/**
 * Items of a select list that name earlier ones: `SELECT a + 1 AS n, n * 2`. What is named is computed below the list,
 * once (Spark: ResolveLateralColumnAliasReference).
 */

import { MillraceError } from '../errors.ts'
import { findName } from '../expressions/binder/resolve-name.ts'
import { call } from '../expressions/build.ts'
import type { Expression } from '../expressions/expression.ts'
import { expressionOperands } from '../expressions/expression-operands.ts'
import { expressionText } from '../expressions/expression-text.ts'
import { rebuildExpression } from '../expressions/rebuild-expression.ts'
import { withVariableValues } from '../expressions/variable-literal.ts'
import type { Schema } from '../types/schema.ts'
import { windowIn } from './analyze/refuse-windows.ts'
import { makeNode } from './node.ts'
import type { Node } from './nodes.ts'
import { type Planner, schemaOf } from './planner.ts'

/** Where an expression of each name stands among the items. */
export type Aliases = ReadonlyMap<string, readonly number[]>

/**
 * The projection over an input that has the named items as columns; undefined when no item names an earlier one.
 *
 * @throws AMBIGUOUS_LATERAL_COLUMN_ALIAS, UNSUPPORTED_FEATURE.LATERAL_COLUMN_ALIAS_IN_WINDOW
 */
export function withLateralAliases({ options, inputs }: Node<'project'>, planner: Planner): Node | undefined {
  const [input] = inputs
  if (!input) return undefined
  const schema = schemaOf(input, planner)
  const named = new Map<string, number[]>()
  const referenced = new Set<number>()
  const uses = options.columns.map((item, at) => {
    refuseInWindows(item, schema, named)
    const used = lateralNames(item, schema, named)
    for (const name of used) referenced.add(onlyOne(name, named))
    if (item.kind === 'alias' && item.names.length === 1) {
      const key = (item.names[0] as string).toLowerCase()
      named.set(key, [...(named.get(key) ?? []), at])
    }
    return used
  })
  if (referenced.size === 0) return undefined
  let below = input
  const hidden: (readonly string[])[] = []
  // In the order of the list: what an item names is there already.
  for (const at of [...referenced].sort((a, b) => a - b)) {
    const item = options.columns[at] as Extract<Expression, { readonly kind: 'alias' }>
    const name = item.names[0] as string
    below = makeNode('withColumns', { columns: [{ name, value: item.input }] }, [below])
    hidden.push([name])
  }
  const columns = options.columns.map((item, at): Expression => {
    if (referenced.has(at) && item.kind === 'alias') return { kind: 'column', path: item.names }
    if (item.kind === 'star') return item.target ? item : { ...item, except: [...(item.except ?? []), ...hidden] }
    return item.kind === 'alias' || item.kind === 'column' || uses[at]?.length === 0
      ? item
      : namedLaterally(item, item, schema, named)
  })
  return makeNode('project', { columns }, [below])
}

/** @throws UNSUPPORTED_FEATURE.LATERAL_COLUMN_ALIAS_IN_WINDOW */
function refuseInWindows(item: Expression, schema: Schema, named: Aliases): void {
  const over = windowIn(item)
  const [name] = over ? lateralNames(over, schema, named) : []
  if (!over || name === undefined) return
  const marked = expressionText(referenceMarked(over, schema, named))
  const frame = typeof over.window !== 'string' && over.window.frame
  const text = `"${frame ? marked : marked.replace(/\)$/, ' unspecifiedframe$())')}"`
  throw new MillraceError(
    'UNSUPPORTED_FEATURE.LATERAL_COLUMN_ALIAS_IN_WINDOW',
    `The feature is not supported: Referencing a lateral column alias \`${name}\` in window expression ${text}.`,
    { sqlState: '0A000', parameters: { lca: `\`${name}\``, windowExpr: text } },
  )
}

/** Earlier items' names in an expression, in lower case, but for those that the input has a column of. */
export function lateralNames(expression: Expression, schema: Schema, named: Aliases): readonly string[] {
  if (expression.kind !== 'column') {
    return expressionOperands(expression).flatMap((one) => lateralNames(one, schema, named))
  }
  const name = expression.path[0]?.toLowerCase() ?? ''
  return named.has(name) && !findName(expression.path, schema) ? [name] : []
}

export function onlyOne(name: string, named: Aliases): number {
  const [at = -1, ...more] = named.get(name) ?? []
  if (more.length === 0) return at
  throw new MillraceError(
    'AMBIGUOUS_LATERAL_COLUMN_ALIAS',
    `Lateral column alias \`${name}\` is ambiguous and has ${more.length + 1} matches.`,
    { sqlState: '42702', parameters: { name: `\`${name}\`` } },
  )
}

/** The expression as Spark shows it, its references marked. */
export function referenceMarked(expression: Expression, schema: Schema, named: Aliases): Expression {
  if (expression.kind !== 'column') return rebuildExpression(expression, (one) => referenceMarked(one, schema, named))
  if (lateralNames(expression, schema, named).length > 0) return call('lateralAliasReference', expression)
  return withVariableValues(expression, (path) => findName(path, schema) !== undefined)
}

/** A value under the name that Spark gives an item without a name of its own: the reference shows. */
export function namedLaterally(item: Expression, value: Expression, schema: Schema, named: Aliases): Expression {
  const name =
    item.kind === 'column' ? (item.path.at(-1) as string) : expressionText(referenceMarked(item, schema, named))
  return { kind: 'alias', input: value, names: [name] }
}
