/**
 * GROUP BY over its input: ordinals and aliases of the select list become what they stand for (Spark:
 * SubstituteUnresolvedOrdinals, ResolveReferencesInAggregate), ALL the items that do not aggregate.
 */
import { MillraceError } from '../errors.ts'
import { findName } from '../expressions/binder/resolve-name.ts'
import { textLiteral } from '../expressions/build.ts'
import type { Expression } from '../expressions/expression.ts'
import { expressionText } from '../expressions/expression-text.ts'
import { rebuildExpression } from '../expressions/rebuild-expression.ts'
import { holdsAggregate } from '../plan/aggregate/resolve-aggregates.ts'
import type { NodeOptions } from '../plan/nodes.ts'
import type { Planner } from '../plan/planner.ts'
import { qualifiedExpressionText } from '../plan/qualified-text.ts'
import { quoteIdentifier } from '../types/ddl/identifier.ts'
import type { Schema } from '../types/schema.ts'
import type { Grouping } from './statement.ts'

/**
 * The options of an aggregation.
 *
 * @param grouping undefined: all rows are one group
 * @throws GROUP_BY_POS_OUT_OF_RANGE, GROUP_BY_POS_AGGREGATE
 */
export function aggregateOptions(
  grouping: Grouping | undefined,
  items: readonly Expression[],
  input: Schema,
  planner: Pick<Planner, 'functions'>,
): NodeOptions['aggregate'] {
  const outputs = items.flatMap((item) => expanded(item, input))
  if (!grouping) return { grouping: [], sets: undefined, outputs }
  const resolve = (key: Expression): Expression => resolvedKey(key, outputs, input, planner)
  const keys = grouping.keys?.map(resolve) ?? outputs.filter((one) => !holdsAggregate(one, planner)).map(valueOfItem)
  const texts = keys.map((one) => expressionText(one))
  const sets = grouping.sets?.map((set) => set.map((key) => texts.indexOf(expressionText(resolve(key)))))
  return { grouping: keys, sets, outputs: outputs.map((one) => namedWindow(one, keys, input)) }
}

const windows: ReadonlySet<string> = new Set(['window', 'session_window'])

/** `window.start` beside `GROUP BY window(ts, '1 minute')` means the key (Spark: TimeWindowing names its column so). */
export function namedWindow(item: Expression, keys: readonly Expression[], input: Schema): Expression {
  const replace = (one: Expression): Expression => {
    if (one.kind !== 'column' || findName(one.path, input)) return rebuildExpression(one, replace)
    const [name = '', ...fields] = one.path.map((part) => part.toLowerCase())
    const key = windows.has(name) ? keys.find((other) => other.kind === 'call' && other.name === name) : undefined
    if (!key) return one
    return fields.reduce<Expression>(
      (struct, field) => ({ kind: 'extract', input: struct, key: textLiteral(field) }),
      key,
    )
  }
  const replaced = replace(item)
  const whole = item.kind === 'column' && item.path.length > 1 && replaced !== item
  return whole ? { kind: 'alias', input: replaced, names: [item.path.at(-1) as string] } : replaced
}

const valueOfItem = (item: Expression): Expression => (item.kind === 'alias' ? item.input : item)

/** The columns of `*`: positions count them. */
function expanded(item: Expression, input: Schema): readonly Expression[] {
  if (item.kind !== 'star' || item.target || item.except) return [item]
  return input.fields.map(({ name, qualifier }) => ({
    kind: 'column',
    path: qualifier === undefined ? [name] : [qualifier, name],
  }))
}

function resolvedKey(
  key: Expression,
  outputs: readonly Expression[],
  input: Schema,
  planner: Pick<Planner, 'functions'>,
): Expression {
  if (key.kind === 'literal' && key.type.kind === 'int') return atPosition(Number(key.value), outputs, input, planner)
  if (key.kind !== 'column' || key.path.length > 1 || findName(key.path, input)) return key
  const [name = ''] = key.path
  const named = outputs.find(
    (one) => one.kind === 'alias' && one.names.length === 1 && one.names[0]?.toLowerCase() === name.toLowerCase(),
  )
  return named ? valueOfItem(named) : key
}

function atPosition(
  index: number,
  outputs: readonly Expression[],
  input: Schema,
  planner: Pick<Planner, 'functions'>,
): Expression {
  const item = outputs[index - 1]
  if (!item) {
    throw new MillraceError(
      'GROUP_BY_POS_OUT_OF_RANGE',
      `GROUP BY position ${index} is not in select list (valid range is [1, ${outputs.length}]).`,
      { sqlState: '42805', parameters: { index: `${index}`, size: `${outputs.length}` } },
    )
  }
  const value = valueOfItem(item)
  if (!holdsAggregate(value, planner)) return value
  const name = item.kind === 'alias' ? (item.names[0] as string) : expressionText(item)
  const text = `${qualifiedExpressionText(value, input)} AS ${quoteWhereNeeded(name)}`
  throw new MillraceError(
    'GROUP_BY_POS_AGGREGATE',
    `GROUP BY ${index} refers to an expression ${text} that contains an aggregate function. Aggregate functions are not allowed in GROUP BY.`,
    { sqlState: '42903', parameters: { index: `${index}`, aggExpr: text } },
  )
}

const quoteWhereNeeded = (name: string): string => (/^\w+$/.test(name) ? name : quoteIdentifier(name))
