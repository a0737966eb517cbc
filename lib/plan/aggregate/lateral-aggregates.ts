/**
 * Items of an aggregation's list that name earlier ones: `agg(sum('bytes').as('total'), col('total').divide(8))`. What is
 * named is put in their place; an aggregate that then stands twice runs once (Spark: ResolveLateralColumnAliasReference).
 */
import { MillraceError } from '../../errors.ts'
import { findName } from '../../expressions/binder/resolve-name.ts'
import type { Expression } from '../../expressions/expression.ts'
import { expressionOperands } from '../../expressions/expression-operands.ts'
import { expressionText } from '../../expressions/expression-text.ts'
import { rebuildExpression } from '../../expressions/rebuild-expression.ts'
import type { Schema } from '../../types/schema.ts'
import {
  type Aliases,
  lateralNames,
  namedLaterally,
  onlyOne,
  referenceMarked,
  withLateralAliases,
} from '../lateral-aliases.ts'
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

/**
 * As `withLateralAggregates`, but what is named and may give something else each time is computed once, and the list
 * stands above.
 */
export function withLateralList(node: Node<'aggregate'>, planner: Planner): Node | undefined {
  const replaced = withLateralAggregates(node, planner)
  const [input] = node.inputs
  if (!replaced || !input) return undefined
  if (!node.options.outputs.some((one) => one.kind === 'alias' && varies(one.input, planner))) return replaced
  return withLateralAliases(listAbove(node, schemaOf(input, planner), planner), planner)
}

/** Whether an expression may give something else each time: it must not be computed twice. */
function varies(expression: Expression, planner: Pick<Planner, 'functions'>): boolean {
  if (expression.kind === 'udf') return !expression.deterministic
  if (expression.kind === 'call' && planner.functions.get(expression.name)?.deterministic === false) return true
  return expressionOperands(expression).some((one) => varies(one, planner))
}

/** The list over an aggregation that computes what does not name other items, and the parts of what does. */
function listAbove({ options, inputs }: Node<'aggregate'>, schema: Schema, planner: Planner): Node<'project'> {
  const named = new Map<string, number[]>()
  const keys = new Set(options.grouping.map((one) => expressionText(one)))
  const outputs: Expression[] = []
  const column = (value: Expression): Expression => {
    const name = `lateral ${outputs.length}`
    outputs.push({ kind: 'alias', input: value, names: [name] })
    return { kind: 'column', path: [name] }
  }
  const hide = (one: Expression): Expression =>
    isAggregate(one, planner) || keys.has(expressionText(one)) ? column(one) : rebuildExpression(one, hide)
  const columns = options.outputs.map((item, at): Expression => {
    const value = item.kind === 'alias' ? item.input : item
    const laterally = lateralNames(item, schema, named).length > 0
    if (item.kind === 'alias' && item.names.length === 1) named.set((item.names[0] as string).toLowerCase(), [at])
    const above = laterally ? hide(value) : column(value)
    if (item.kind === 'alias') return { ...item, input: above }
    if (laterally) return namedLaterally(item, above, schema, named)
    return {
      kind: 'alias',
      input: above,
      names: [item.kind === 'column' ? (item.path.at(-1) as string) : expressionText(item)],
    }
  })
  return makeNode('project', { columns }, [makeNode('aggregate', { ...options, outputs }, inputs)])
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
