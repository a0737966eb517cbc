/** The text of `explain()`: Spark's four sections, one line per operator, inputs indented by Spark's tree marks. */
import { boundText } from '../expressions/bound-text.ts'
import type { Generation, RowWiseStep } from '../expressions/row-step.ts'
import { typeSimpleText } from '../types/ddl/type-sql.ts'
import type { Schema } from '../types/schema.ts'
import type { BoundPlan } from './analyze/bound-plan.ts'
import { isStreaming } from './analyze/streaming.ts'
import type { Node } from './nodes.ts'
import { definitionOf } from './operator-registry.ts'
import type { PhysicalPlan } from './physical/physical-plan.ts'
import { type Planner, schemaOf } from './planner.ts'

/** One plan in each of its forms. */
export interface PlanForms {
  readonly root: Node
  readonly analyzed: BoundPlan
  readonly optimized: BoundPlan
  readonly physical: PhysicalPlan
}

interface TextTree {
  readonly line: string
  readonly inputs: readonly TextTree[]
}

/**
 * The explain text.
 *
 * @param extended logical plans as well as the physical one
 */
export function explainPlan(forms: PlanForms, planner: Planner, extended: boolean): string {
  const physical = `== Physical Plan ==\n${print(physicalTree(forms.physical))}`
  if (!extended) return physical
  const columns = schemaOf(forms.root, planner).fields.map((one) => `${one.name}: ${typeSimpleText(one.type)}`)
  return [
    `== Parsed Logical Plan ==\n${print(nodeTree(forms.root, planner))}`,
    `== Analyzed Logical Plan ==\n${columns.join(', ')}\n${print(boundTree(forms.analyzed))}`,
    `== Optimized Logical Plan ==\n${print(boundTree(forms.optimized))}`,
    physical,
  ].join('\n')
}

function print(tree: TextTree): string {
  const lines: string[] = []
  const walk = (one: TextTree, mark: string, below: string): void => {
    lines.push(`${mark}${one.line}`)
    one.inputs.forEach((input, at) => {
      const last = at === one.inputs.length - 1
      walk(input, `${below}${last ? '+- ' : ':- '}`, `${below}${last ? '   ' : ':  '}`)
    })
  }
  walk(tree, '', '')
  return `${lines.join('\n')}\n`
}

function namesOf(schema: Schema): string {
  return `[${schema.names.join(', ')}]`
}

function nodeTree(node: Node, planner: Planner): TextTree {
  const inputs = node.inputs.map((input) => nodeTree(input, planner))
  if (node.op === 'source') return { line: relationLine(node as Node<'source'>), inputs }
  return { line: `${streamMark(node)}${definitionOf(planner.operators, node.op).describe(node.options)}`, inputs }
}

/** Spark 4.3 marks logical operators that stream. */
const streamMark = (node: Node): string => (isStreaming(node) ? '~' : '')

/** What a read is called: files by their path, as Spark's FileSource. */
function sourceName({ options }: Node<'source'>): string {
  const path = options.options.find(([key]) => key.toLowerCase() === 'path')?.[1]
  return path !== undefined && options.streaming ? `FileSource[${path}]` : options.format
}

function relationLine(node: Node<'source'>): string {
  const names = node.options.fields.map((one) => one.name).join(', ')
  return `${node.options.streaming ? 'StreamingRelation' : 'Relation'} ${sourceName(node)}, [${names}]`
}

function boundTree(plan: BoundPlan): TextTree {
  if (plan.kind === 'source') return { line: relationLine(plan.node), inputs: [] }
  if (plan.kind === 'rows') return stepsTree(plan.steps, boundTree(plan.input), streams(plan.input) ? '~' : '')
  const line = `${streamMark(plan.node)}${plan.definition.describe(plan.node.options)}`
  return { line, inputs: plan.inputs.map(boundTree) }
}

const streams = (plan: BoundPlan): boolean => (plan.kind === 'rows' ? streams(plan.input) : isStreaming(plan.node))

function stepsTree(steps: readonly RowWiseStep[], input: TextTree, mark = ''): TextTree {
  return steps.reduce<TextTree>((below, step) => ({ line: `${mark}${stepLine(step)}`, inputs: [below] }), input)
}

function stepLine(step: RowWiseStep): string {
  if ('filter' in step) return `Filter ${boundText(step.filter)}`
  if ('generate' in step) return generateLine(step.generate)
  const columns = step.project.map(({ field, value }) => {
    const text = boundText(value)
    return text === field.name ? text : `${text} AS ${field.name}`
  })
  return `Project [${columns.join(', ')}]`
}

/** `Generate explode(a), [id], false, [col]`: the columns that go on, whether it is outer, the columns it makes. */
function generateLine({ text, outer, outputs }: Generation): string {
  const names = (made: boolean): string =>
    `[${outputs.flatMap(({ field, from }) => ('input' in from === made ? [] : [field.name])).join(', ')}]`
  return `Generate ${text}, ${names(false)}, ${outer}, ${names(true)}`
}

/** @param loops counts the loops of fused row steps, from the bottom, as Spark numbers what shares a WholeStageCodegen */
function physicalTree(plan: PhysicalPlan, loops: { count: number } = { count: 0 }): TextTree {
  if (plan.kind === 'scan') {
    const { node, request, schema } = plan.read
    const filters = `PushedFilters: [${request.filters.map(boundText).join(', ')}]`
    if (!node.options.streaming)
      return { line: `FileScan ${sourceName(node)} ${namesOf(schema)} ${filters}`, inputs: [] }
    const pushed = request.filters.length > 0 ? `, ${filters}` : ''
    return { line: `StreamingRelation ${sourceName(node)}, ${namesOf(schema)}${pushed}`, inputs: [] }
  }
  if (plan.kind === 'rows') {
    const input = physicalTree(plan.input, loops)
    if (plan.steps.length > 0) loops.count++
    return stepsTree(plan.steps, input, `*(${loops.count}) `)
  }
  const inputs = plan.inputs.map((input) => physicalTree(input, loops))
  return { line: plan.definition.describe(plan.node.options), inputs }
}
