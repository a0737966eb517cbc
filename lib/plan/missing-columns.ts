/**
 * Columns that a node names though the frame below does not give them (any more): `select('device').where('signal > 10')`,
 * `_metadata` of files. They are carried along from where they are and left out again above.
 *
 * Spark: ColumnResolutionHelper.resolveExprsAndAddMissingAttrs for filters and sorts, AddMetadataColumns for metadata.
 */

import { MillraceError } from '../errors.ts'
import { findName } from '../expressions/binder/resolve-name.ts'
import type { Expression } from '../expressions/expression.ts'
import { expressionOperands } from '../expressions/expression-operands.ts'
import type { Schema } from '../types/schema.ts'
import { withGeneratorsAbove } from './aggregate/aggregate-generators.ts'
import { withLateralList } from './aggregate/lateral-aggregates.ts'
import { withAggregates } from './aggregate/resolve-aggregates.ts'
import { callsFile, withoutFileCalls } from './file-calls.ts'
import { withFrameColumns } from './frame-columns.ts'
import { withHiddenColumns } from './hidden-columns.ts'
import { withLateralAliases } from './lateral-aliases.ts'
import { makeNode } from './node.ts'
import type { Node, NodeOptions, OperatorName } from './nodes.ts'
import { definitionOf } from './operator-registry.ts'
import { withWindowsBelow } from './ordered-windows.ts'
import { type Planner, schemaOf } from './planner.ts'

/** The column that file sources have without naming it. */
export const metadataColumn = '_metadata'

/**
 * Makes a node whose mistakes are found now; columns that it misses are looked for below.
 *
 * @throws what `schemaOf` finds
 */
export function makeResolvedNode<K extends OperatorName>(
  op: K,
  options: NodeOptions[K],
  inputs: readonly Node[],
  planner: Planner,
): Node {
  const revealed = withHiddenColumns(op, options, inputs, planner)
  if (revealed) return makeResolvedNode(revealed.op, revealed.options as NodeOptions[K], revealed.inputs, planner)
  const node = makeNode(op, withFrameColumns(op, options, inputs, planner), inputs)
  const rewritten = rewrittenForm(node, planner)
  if (rewritten) return makeResolvedNode(rewritten.op, rewritten.options as NodeOptions[K], rewritten.inputs, planner)
  const aggregated = withAggregates(node, planner)
  if (aggregated?.op === 'aggregate') {
    return makeResolvedNode('aggregate', aggregated.options as NodeOptions['aggregate'], aggregated.inputs, planner)
  }
  if (aggregated) {
    schemaOf(aggregated, planner)
    return aggregated
  }
  const hiding = hidingVariables(node, planner)
  if (hiding) return hiding
  try {
    schemaOf(node, planner)
    return node
  } catch (error) {
    if (!(error instanceof MillraceError)) throw error
    if (error.condition === 'MILLRACE_UNSUPPORTED_FUNCTION') {
      const replaced = replaceFileCalls(node, planner)
      if (replaced) return makeResolvedNode(op, replaced.options as NodeOptions[K], inputs, planner)
    }
    if (!unresolved.test(error.condition)) throw error
    const completed = complete(node, planner) ?? lateral(node, planner)
    if (!completed) throw error
    return completed
  }
}

/** The node with columns for names that could be session variables as well: those come last. */
function hidingVariables(node: Node, planner: Planner): Node | undefined {
  const expressions = definitionOf(planner.operators, node.op).expressions?.(node.options) ?? []
  return expressions.some(namesVariable) ? (complete(node, planner) ?? lateral(node, planner)) : undefined
}

const namesVariable = (one: Expression): boolean =>
  one.kind === 'column' ? one.variable !== undefined : expressionOperands(one).some(namesVariable)

/** What Spark's analyzer makes of generators among aggregates and of windows in an order. */
function rewrittenForm(node: Node, planner: Planner): Node | undefined {
  if (node.op === 'aggregate') return withGeneratorsAbove(node as Node<'aggregate'>, planner)
  return node.op === 'sort' ? withWindowsBelow(node as Node<'sort'>) : undefined
}

function lateral(node: Node, planner: Planner): Node | undefined {
  if (node.op === 'aggregate') {
    const replaced = withLateralList(node as Node<'aggregate'>, planner)
    if (replaced) schemaOf(replaced, planner)
    return replaced
  }
  const completed = node.op === 'project' ? withLateralAliases(node as Node<'project'>, planner) : undefined
  return completed && resolves(completed, planner) ? completed : undefined
}

/** The node without calls of `input_file_name()` and its kin; undefined when it has none. */
function replaceFileCalls(node: Node, planner: Planner): Node | undefined {
  const definition = definitionOf(planner.operators, node.op)
  const expressions = definition.expressions?.(node.options) ?? []
  const [input] = node.inputs
  if (!input || !definition.withExpressions || !expressions.some(callsFile)) return undefined
  const files = carry(input, [[metadataColumn]], planner) !== undefined
  const replaced = withoutFileCalls(expressions, node.op === 'project', files)
  return makeNode(node.op, definition.withExpressions(node.options, replaced) as Node['options'], node.inputs)
}

/** A name that is not there, as opposed to one that means something wrong. */
const unresolved = /^(UNRESOLVED_COLUMN|CANNOT_RESOLVE_STAR)/

type Path = readonly string[]

/** The node over an input that has the missing columns, those left out of its result; undefined when there are none. */
function complete(node: Node, planner: Planner): Node | undefined {
  const [input, ...more] = node.inputs
  if (!input || more.length > 0) return undefined
  const schema = schemaOf(input, planner)
  const any = node.op === 'filter' || node.op === 'sort'
  const missing = missingPaths(node, schema, planner)
    .filter(({ path }) => any || isMetadata(path))
    // What is no column below either is the variable.
    .filter(({ path, variable }) => !variable || carry(input, [path], planner))
    .map(({ path }) => path)
  if (missing.length === 0) return undefined
  const carried = carry(input, missing, planner)
  if (!carried) return undefined
  const names = columnNames(missing, schemaOf(carried, planner))
  const result =
    node.op === 'project'
      ? makeNode('project', withoutStars(node as Node<'project'>, names), [carried])
      : makeNode('project', { columns: [starExcept(names)] }, [rebuilt(node, carried)])
  return namesAll(result, planner) ? result : undefined
}

/** Whether every name of a node is found. @throws what else is wrong with it, now that its names are known */
function namesAll(node: Node, planner: Planner): boolean {
  try {
    schemaOf(node, planner)
    return true
  } catch (error) {
    if (error instanceof MillraceError && unresolved.test(error.condition)) return false
    throw error
  }
}

/** The names of columns in expressions that a schema does not have. */
function missingPaths(node: Node, schema: Schema, planner: Planner): readonly WrittenPath[] {
  const expressions = definitionOf(planner.operators, node.op).expressions?.(node.options) ?? []
  return expressions.flatMap((one) => pathsIn(one, new Set())).filter(({ path }) => !find(path, schema))
}

interface WrittenPath {
  readonly path: Path
  /** Whether a session variable has the name too. */
  readonly variable: boolean
}

function pathsIn(expression: Expression, parameters: ReadonlySet<string>): readonly WrittenPath[] {
  if (expression.kind === 'column') {
    const { path, index, variable } = expression
    if (index !== undefined) return []
    return parameters.has(path[0]?.toLowerCase() ?? '') ? [] : [{ path, variable: variable !== undefined }]
  }
  if (expression.kind === 'star') return expression.target ? [{ path: expression.target, variable: false }] : []
  const inner =
    expression.kind === 'lambda'
      ? new Set([...parameters, ...expression.parameters.map((one) => one.toLowerCase())])
      : parameters
  return expressionOperands(expression).flatMap((one) => pathsIn(one, inner))
}

/** undefined for ambiguous names too: those are the user's to solve. */
function find(path: Path, schema: Schema) {
  try {
    return findName(path, schema)
  } catch (error) {
    if (error instanceof MillraceError) return undefined
    throw error
  }
}

const isMetadata = (path: Path) => path.slice(0, 2).some((part) => part.toLowerCase() === metadataColumn)

/** Operators that hand through whatever columns come. */
const handsThrough: ReadonlySet<string> = new Set([
  ...['filter', 'sort', 'limit', 'offset', 'sample', 'withColumns', 'withWatermark'],
])

/** The plan with these columns at its end; undefined where they cannot be had. */
function carry(node: Node, paths: readonly Path[], planner: Planner): Node | undefined {
  const schema = schemaOf(node, planner)
  const needed = paths.filter((path) => !find(path, schema))
  if (needed.length === 0) return node
  if (node.op === 'source') return withMetadata(node as Node<'source'>, needed)
  const [input] = node.inputs
  if (!input || node.inputs.length > 1) return undefined
  // A name in front of a frame hides what is below, but for metadata.
  const hides = node.op === 'subqueryAlias' || (node.op === 'project' && (node as Node<'project'>).options.closed)
  if (hides && !needed.every(isMetadata)) return undefined
  const below = carry(input, node.op === 'subqueryAlias' ? [[metadataColumn]] : needed, planner)
  if (!below) return undefined
  const names = columnNames(needed, schemaOf(below, planner))
  const carried = over(node, below, names, planner)
  if (!carried || !resolves(carried, planner)) return undefined
  return needed.every((path) => find(path, schemaOf(carried, planner))) ? carried : undefined
}

function over(node: Node, input: Node, names: readonly Path[], planner: Planner): Node | undefined {
  const schema = schemaOf(input, planner)
  if (node.op === 'project') {
    const { columns } = withoutStars(node as Node<'project'>, names)
    return makeNode('project', { columns: [...columns, ...names.map(columnAt)] }, [input])
  }
  if (node.op === 'drop') {
    const positions = new Set(names.map((path) => find(path, schema)?.index))
    const dropped = (node as Node<'drop'>).options.columns.filter(
      (one) => one.kind !== 'column' || !positions.has(find(one.path, schema)?.index),
    )
    return makeNode('drop', { columns: dropped }, [input])
  }
  if (node.op === 'toDF' || node.op === 'withColumnsRenamed') return renamed(node, input, names, schema, planner)
  return node.op === 'subqueryAlias' || handsThrough.has(node.op) ? rebuilt(node, input) : undefined
}

const rebuilt = (node: Node, input: Node): Node => makeNode(node.op, node.options, [input])

/** New names for what was there before, and what is carried along behind it under its own. */
function renamed(node: Node, input: Node, names: readonly Path[], schema: Schema, planner: Planner): Node {
  const columns = schemaOf(node, planner).fields.map(({ name }, at): Expression => {
    const { name: old = '', qualifier } = schema.fields[at] ?? {}
    const path = qualifier === undefined ? [old] : [qualifier, old]
    return name === old ? { kind: 'column', path } : { kind: 'alias', input: { kind: 'column', path }, names: [name] }
  })
  return makeNode('project', { columns: [...columns, ...names.map(columnAt)] }, [input])
}

const columnAt = (path: Path): Expression => ({ kind: 'column', path })

/** A source that gives its metadata, if it has any. */
function withMetadata({ options }: Node<'source'>, paths: readonly Path[]): Node | undefined {
  const { metadata, fields } = options
  if (!metadata || fields.includes(metadata) || !paths.every(isMetadata)) return undefined
  return makeNode('source', { ...options, fields: [...fields, metadata] })
}

/** Paths cut to what names the column: the rest goes into its fields. */
function columnNames(paths: readonly Path[], schema: Schema): readonly Path[] {
  const names = new Map<number, Path>()
  for (const path of paths) {
    const found = find(path, schema)
    if (found && !names.has(found.index)) names.set(found.index, path.slice(0, path.length - found.rest.length))
  }
  return [...names.values()]
}

const starExcept = (except: readonly Path[]): Expression => ({ kind: 'star', target: undefined, except })

/** Stars do not mean what is only carried along. */
function withoutStars({ options }: Node<'project'>, names: readonly Path[]): NodeOptions['project'] {
  return {
    columns: options.columns.map((one) =>
      one.kind === 'star' && !isMetadata(one.target ?? [])
        ? { ...one, except: [...(one.except ?? []), ...names] }
        : one,
    ),
  }
}

function resolves(node: Node, planner: Planner): boolean {
  try {
    schemaOf(node, planner)
    return true
  } catch (error) {
    if (error instanceof MillraceError) return false
    throw error
  }
}
