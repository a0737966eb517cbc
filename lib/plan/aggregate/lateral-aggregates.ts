/**
 * Items of an aggregation's list that name earlier ones: `agg(sum('bytes').as('total'), col('total').divide(8))`. What is
 * named is put in their place; an aggregate that then stands twice runs once (Spark: ResolveLateralColumnAliasReference).
 */
import { MillraceError } from '../../errors.ts'
import { findName } from '../../expressions/binder/resolve-name.ts'
import type { Expression } from '../../expressions/expression.ts'
import { expressionText } from '../../expressions/expression-text.ts'
import { rebuildExpression } from '../../expressions/rebuild-expression.ts'
import type { Schema } from '../../types/schema.ts'
import { type Aliases, lateralNames, namedLaterally, onlyOne, referenceMarked } from '../lateral-aliases.ts'
import { makeNode } from '../node.ts'
import type { Node } from '../nodes.ts'
import { type Planner, schemaOf } from '../planner.ts'
import { isAggregate } from './resolve-aggregates.ts'

/**
 * The aggregation without references; undefined when no item names an earlier one.
 *
 * @throws AMBIGUOUS_LATERAL_COLUMN_ALIAS, UNSUPPORTED_FEATURE.LATERAL_COLUMN_ALIAS_IN_AGGREGATE_FUNC
 */
export function withLateralAggregates(
  { options, inputs }: Node<'aggregate'>,
  planner: Planner,
): Node<'aggregate'> | undefined {
  const [input] = inputs
  if (!input) return undefined
  const schema = schemaOf(input, planner)
  const named = new Map<string, number[]>()
  const outputs: Expression[] = []
  let changed = false
  for (const item of options.outputs) {
    if (lateralNames(item, schema, named).length === 0) outputs.push(item)
    else {
      changed = true
      refuseInAggregates(item, schema, named, planner)
      const value = replaced(item, schema, named, outputs)
      outputs.push(item.kind === 'alias' ? value : namedLaterally(item, value, schema, named))
    }
    if (item.kind !== 'alias' || item.names.length !== 1) continue
    const key = (item.names[0] as string).toLowerCase()
    named.set(key, [...(named.get(key) ?? []), outputs.length - 1])
  }
  return changed ? makeNode('aggregate', { ...options, outputs }, inputs) : undefined
}

/** The expression with what the names stand for in their places. */
function replaced(expression: Expression, schema: Schema, named: Aliases, outputs: readonly Expression[]): Expression {
  if (expression.kind !== 'column') return rebuildExpression(expression, (one) => replaced(one, schema, named, outputs))
  const [name = '', ...fields] = expression.path
  const key = name.toLowerCase()
  if (!named.has(key) || findName(expression.path, schema)) return expression
  const item = outputs[onlyOne(key, named)] as Extract<Expression, { readonly kind: 'alias' }>
  return fields.reduce<Expression>(
    (input, field) => ({ kind: 'extract', input, key: { kind: 'literal', type: { kind: 'string' }, value: field } }),
    item.input,
  )
}

function refuseInAggregates(expression: Expression, schema: Schema, named: Aliases, planner: Planner): void {
  if (isAggregate(expression, planner)) {
    const [name] = lateralNames(expression, schema, named)
    if (name === undefined) return
    const text = `"${expressionText(referenceMarked(expression, schema, named))}"`
    throw new MillraceError(
      'UNSUPPORTED_FEATURE.LATERAL_COLUMN_ALIAS_IN_AGGREGATE_FUNC',
      `The feature is not supported: Referencing a lateral column alias \`${name}\` in the aggregate function ${text}.`,
      { sqlState: '0A000', parameters: { lca: `\`${name}\``, aggFunc: text } },
    )
  }
  rebuildExpression(expression, (one) => {
    refuseInAggregates(one, schema, named, planner)
    return one
  })
}
