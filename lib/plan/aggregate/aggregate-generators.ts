/**
 * Generators among the results of an aggregation: `agg(explode(collect_list('v')))`. What they unfold is computed by the
 * aggregation, they themselves stand in a projection above it (Spark: ExtractGenerator).
 */
import { MillraceError } from '../../errors.ts'
import { generatorOf, refuseNestedGenerators } from '../../expressions/binder/bind-select.ts'
import type { Expression } from '../../expressions/expression.ts'
import { expressionText } from '../../expressions/expression-text.ts'
import { makeNode } from '../node.ts'
import type { Node } from '../nodes.ts'
import { type Planner, schemaOf } from '../planner.ts'
import { withLateralAggregates } from './lateral-aggregates.ts'

type Call = Extract<Expression, { readonly kind: 'call' }>

/**
 * The projection over the aggregation; undefined when there is no generator.
 *
 * @throws UNSUPPORTED_GENERATOR.MULTI_GENERATOR, UNSUPPORTED_GENERATOR.NESTED_IN_EXPRESSIONS
 */
export function withGeneratorsAbove(node: Node<'aggregate'>, planner: Planner): Node | undefined {
  node.options.outputs.forEach(refuseNestedGenerators)
  if (!node.options.outputs.some((item) => generatorOf(item))) return undefined
  const { options, inputs } = withLateralAggregates(node, planner) ?? node
  const { outputs } = options
  const calls = outputs.flatMap((item) => generatorOf(item) ?? [])
  const [only, ...more] = calls
  if (!only) return undefined
  if (more.length > 0) throw severalGenerators(calls)
  const [before, after] = splitAt(outputs, (item) => generatorOf(item) !== undefined)
  const names = schemaOf(makeNode('aggregate', { ...options, outputs: [...before, ...after] }, inputs), planner).names
  const hidden = (item: Expression, at: number) => named(item, `aggregate result ${at}`)
  const computed = [...before, ...after, ...only.args].map((item, at) =>
    hidden(item.kind === 'alias' ? item.input : item, at),
  )
  const below = makeNode('aggregate', { ...options, outputs: computed }, inputs)
  const shown = names.map((name, at) => named(column(`aggregate result ${at}`), name))
  const args = only.args.map((_, at) => column(`aggregate result ${names.length + at}`))
  const item = outputs[before.length] as Expression
  const columns = [...shown.slice(0, before.length), withCall(item, { ...only, args }), ...shown.slice(before.length)]
  return makeNode('project', { columns }, [below])
}

const column = (name: string): Expression => ({ kind: 'column', path: [name] })

const named = (input: Expression, name: string): Expression => ({ kind: 'alias', input, names: [name] })

/** The item with another call in place of its generator. */
const withCall = (item: Expression, call: Call): Expression =>
  item.kind === 'alias' ? { ...item, input: withCall(item.input, call) } : call

function splitAt<T>(all: readonly T[], isPlace: (one: T) => boolean): readonly [readonly T[], readonly T[]] {
  const at = all.findIndex(isPlace)
  return [all.slice(0, at), all.slice(at + 1)]
}

function severalGenerators(calls: readonly Expression[]): MillraceError {
  const list = calls.map((one) => `"${expressionText(one)}"`).join(', ')
  return new MillraceError(
    'UNSUPPORTED_GENERATOR.MULTI_GENERATOR',
    `The generator is not supported: only one generator allowed per SELECT clause but found ${calls.length}: ${list}.`,
    { sqlState: '42K0E', parameters: { num: `${calls.length}`, generators: list } },
  )
}
