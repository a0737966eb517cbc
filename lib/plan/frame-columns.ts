/**
 * Columns that a program took from a frame (`left.col('k')`) and uses where several columns have the name: after a join,
 * in a join's condition. The frame's node is looked for below, and the column followed upwards through what hands it on.
 *
 * Spark: ColumnResolutionHelper.resolveDataFrameColumn (the frame that is nearest wins) and, for a frame joined with
 * itself, Dataset.resolveSelfJoinCondition.
 */
import { MillraceError } from '../errors.ts'
import type { Expression } from '../expressions/expression.ts'
import { expressionOperands } from '../expressions/expression-operands.ts'
import { rebuildExpression } from '../expressions/rebuild-expression.ts'
import type { RowWiseStep } from '../expressions/row-step.ts'
import { Schema } from '../types/schema.ts'
import { schemaAfter } from './analyze/bound-plan.ts'
import type { Node, NodeOptions, OperatorName } from './nodes.ts'
import type { Physical } from './operator.ts'
import { definitionOf, isComposite, isRowWise } from './operator-registry.ts'
import { type Planner, schemaOf } from './planner.ts'

export type FrameColumn = Extract<Expression, { readonly kind: 'column' }> & { readonly frame: number }

/**
 * The options with every column of a frame as what it stands for: a name, where it is the only one, else a position.
 *
 * @throws _LEGACY_ERROR_TEMP_1182 where a frame stands on both sides of a join
 */
export function withFrameColumns<K extends OperatorName>(
  op: K,
  options: NodeOptions[K],
  inputs: readonly Node[],
  planner: Planner,
): NodeOptions[K] {
  const definition = definitionOf(planner.operators, op)
  const expressions = definition.expressions?.(options) ?? []
  if (!definition.withExpressions || !expressions.some(holdsFrameColumn)) return options
  const schemas = inputs.map((input) => schemaOf(input, planner))
  const all = new Schema(schemas.flatMap((schema) => schema.fields))
  const positions = (column: FrameColumn): readonly number[] => {
    let offset = 0
    return nearest(
      inputs.map((input, port) => {
        const found = follow(input, column, planner)
        const from = offset
        offset += schemas[port]?.length ?? 0
        return { columns: found.columns.map((at) => from + at), depth: found.depth }
      }),
    ).columns
  }
  const change = (expression: Expression): Expression => {
    if (isFrameColumn(expression)) return placed(expression, positions(expression), all)
    return selfEquality(expression, positions) ?? rebuildExpression(expression, change)
  }
  return definition.withExpressions(options, expressions.map(change)) as NodeOptions[K]
}

/** Whether a column was taken from a frame. */
export function isFrameColumn(expression: Expression): expression is FrameColumn {
  return expression.kind === 'column' && expression.frame !== undefined
}

function holdsFrameColumn(expression: Expression): boolean {
  return isFrameColumn(expression) || expressionOperands(expression).some(holdsFrameColumn)
}

function placed({ path }: FrameColumn, positions: readonly number[], all: Schema): Expression {
  const [name = ''] = path
  if (all.positions(name).length < 2) return { kind: 'column', path }
  const [index, ...more] = positions
  if (more.length > 0) throw ambiguous(name)
  return index === undefined ? { kind: 'column', path } : { kind: 'column', path, index }
}

function ambiguous(name: string): MillraceError {
  return new MillraceError(
    '_LEGACY_ERROR_TEMP_1182',
    `Column ${name} are ambiguous. It's probably because you joined several Datasets together, and some of these ` +
      'Datasets are the same. This column points to one of the Datasets but Spark is unable to figure out which one. ' +
      'Please alias the Datasets with different names via `Dataset.as` before joining them, and specify the column ' +
      'using qualified name, e.g. `df.as("a").join(df.as("b"), $"a.id" > $"b.id")`.',
  )
}

/** `df.col('k') = df.col('k')` over a frame joined with itself: the column of one side and that of the other. */
function selfEquality(
  expression: Expression,
  positions: (column: FrameColumn) => readonly number[],
): Expression | undefined {
  if (expression.kind !== 'call' || !['=', '==', '<=>'].includes(expression.name)) return undefined
  const [a, b] = expression.args
  if (!a || !b || !isFrameColumn(a) || !isFrameColumn(b)) return undefined
  if (a.path[0] !== b.path[0]) return undefined
  const [left, right] = positions(a)
  const [first, second] = positions(b)
  if (left === undefined || right === undefined || left !== first || right !== second) return undefined
  const args: readonly Expression[] = [
    { kind: 'column', path: a.path, index: left },
    { kind: 'column', path: b.path, index: right },
  ]
  return { ...expression, args }
}

/** Where a column is, and how far below its frame stands. */
interface Found {
  readonly columns: readonly number[]
  readonly depth: number
}

const nowhere: Found = { columns: [], depth: Number.POSITIVE_INFINITY }

function nearest(found: readonly Found[]): Found {
  const depth = Math.min(...found.map((one) => one.depth))
  if (depth === Number.POSITIVE_INFINITY) return nowhere
  return { columns: found.flatMap((one) => (one.depth === depth ? one.columns : [])), depth }
}

/** Where a column of a frame is among those of a plan; none when the plan does not hand it on. */
export function followFrame(node: Node, column: FrameColumn, planner: Planner): readonly number[] {
  return follow(node, column, planner).columns
}

function follow(node: Node, column: FrameColumn, planner: Planner): Found {
  if (node.id === column.frame) {
    const at = schemaOf(node, planner).index(column.path[0] ?? '')
    return at === undefined ? nowhere : { columns: [at], depth: 0 }
  }
  return nearest(
    node.inputs.map((input, port) => {
      const below = follow(input, column, planner)
      const columns = below.columns.flatMap((at) => handedOn(node, port, at, planner))
      return columns.length === 0 ? nowhere : { columns, depth: below.depth + 1 }
    }),
  )
}

/** Where a node puts a column of an input. */
function handedOn(node: Node, port: number, column: number, planner: Planner): readonly number[] {
  if (node.op === 'source') return []
  const definition = definitionOf(planner.operators, node.op)
  const inputs = node.inputs.map((input) => schemaOf(input, planner))
  if (isRowWise(definition)) {
    return afterSteps(definition.rows(node.options, inputs[0] as Schema, planner.binder), [column])
  }
  if (!isComposite(definition)) {
    const steps = definition.adapt?.(node.options, inputs, planner.binder)?.[port] ?? []
    return afterOperator(definition, node.options, port, afterSteps(steps, [column]), inputs, schemaOf(node, planner))
  }
  const { before, core, after } = definition.expand(node.options, inputs, planner.binder)
  const prepared = inputs.map((input, at) => schemaAfter(before[at] ?? [], input))
  const made = core.definition.schema(core.options, prepared, planner.binder)
  const inside = afterSteps(before[port] ?? [], [column])
  return afterSteps(after, afterOperator(core.definition, core.options, port, inside, prepared, made))
}

function afterOperator(
  definition: Physical<unknown>,
  options: unknown,
  port: number,
  columns: readonly number[],
  inputs: readonly Schema[],
  output: Schema,
): readonly number[] {
  return [...output.fields.keys()].filter((at) =>
    definition.origin?.(options, at, inputs).some((one) => one.port === port && columns.includes(one.column)),
  )
}

/** Columns that are handed on unchanged and under their own name: a new name makes another column. */
function afterSteps(steps: readonly RowWiseStep[], columns: readonly number[]): readonly number[] {
  return steps.reduce<readonly number[]>((at, step) => {
    if ('filter' in step) return at
    if ('generate' in step) {
      return [...step.generate.outputs.keys()].filter((output) => {
        const from = step.generate.outputs[output]?.from
        return from !== undefined && 'input' in from && at.includes(from.input)
      })
    }
    return [...step.project.keys()].filter((output) => {
      const { field, value } = step.project[output] as (typeof step.project)[number]
      return value.kind === 'input' && at.includes(value.index) && value.name.toLowerCase() === field.name.toLowerCase()
    })
  }, columns)
}
