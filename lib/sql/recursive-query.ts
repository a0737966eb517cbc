/** WITH RECURSIVE: an anchor, and rows that follow from rows, until there are none (Spark: UnionLoop). */
import { MillraceError } from '../errors.ts'
import { tightestType } from '../expressions/binder/type-coercion.ts'
import type { Expression } from '../expressions/expression.ts'
import { unsupportedOperation } from '../plan/analyze/check-query.ts'
import { isStreaming } from '../plan/analyze/streaming.ts'
import type { JoinType } from '../plan/join/join-type.ts'
import { makeNode } from '../plan/node.ts'
import type { Node, NodeOptions } from '../plan/nodes.ts'
import { quoteIdentifier } from '../types/ddl/identifier.ts'
import { quotedName, type Token } from '../types/ddl/tokenizer.ts'
import { typeSql } from '../types/ddl/type-sql.ts'
import { Schema } from '../types/schema.ts'
import { equalTypes } from '../types/types.ts'
import { errorAt } from './located.ts'
import type { QueryCursor } from './query-cursor.ts'
import type { QueryPlans, RecursiveQuery } from './query-plans.ts'
import type { NamedQuery, Query } from './statement.ts'

/** Whether a query of WITH names itself. */
export function namesItself({ name, body }: NamedQuery, cursor: QueryCursor): boolean {
  const key = name.toLowerCase()
  const { tokens } = cursor
  for (let at = body.first; at < body.last; at++) {
    const token = tokens[at] as Token
    const text = token.kind === 'quoted' ? quotedName(token) : token.text
    const before = tokens[at - 1] as Token
    const listed =
      ['FROM', 'JOIN', 'TABLE', 'LATERAL'].includes(before.upper) || before.text === ',' || before.text === '('
    if (listed && text.toLowerCase() === key && tokens[at + 1]?.text !== '.') return true
  }
  return false
}

/**
 * The rows of a query that names itself.
 *
 * @throws INVALID_RECURSIVE_CTE, UNION_NOT_SUPPORTED_IN_RECURSIVE_CTE, INVALID_RECURSIVE_REFERENCE.PLACE,
 *   CANNOT_MERGE_INCOMPATIBLE_DATA_TYPE
 */
export function recursiveQuery(named: NamedQuery, plans: QueryPlans): Node {
  const { query, name, columns, rounds } = named
  if (query.kind !== 'union') throw invalidRecursion()
  if (!query.all) {
    const message =
      'The UNION operator is not yet supported within recursive common table expressions (WITH clauses that refer to ' +
      'themselves, directly or indirectly). Please use UNION ALL instead.'
    const error = new MillraceError('UNION_NOT_SUPPORTED_IN_RECURSIVE_CTE', message, { sqlState: '42836' })
    throw errorAt(plans.cursor, plans.cursor.tokens[0] as Token, error)
  }
  const anchor = renamed(anchorOf(query.left, name, plans), columns)
  const first = plans.schema(anchor)
  const rows = makeNode('localRelation', { fields: first.fields.map(nullable), rows: [] })
  const step = plans.at({ named: new Map([...plans.named, [name.toLowerCase(), rows]]) }).query(query.right)
  if (isStreaming(anchor) || isStreaming(step)) {
    throw unsupportedOperation('Recursive common table expressions are not supported on streaming DataFrames/Datasets')
  }
  refusePlaces(step, rows)
  const next = cast(renamed(step, first.names), first, plans)
  const schema = merged(first, plans.schema(next))
  const recursion: RecursiveQuery = { schema, anchor, step: (given) => replaced(next, rows, given), rounds }
  const node = plans.scope.recursive(recursion)
  made.set(node, recursion)
  return node
}

const made = new WeakMap<Node, RecursiveQuery>()

const handsThrough: ReadonlySet<string> = new Set(['project', 'toDF', 'subqueryAlias', 'limit'])

/** The plan, a query that names itself at its bottom told that so many rows are enough (Spark: LimitPushDown). */
export function withEnoughRows(node: Node, rows: number, plans: QueryPlans): Node {
  const recursion = made.get(node)
  if (recursion) return plans.scope.recursive({ ...recursion, rows })
  const [input] = node.inputs
  if (!input || node.inputs.length > 1 || !handsThrough.has(node.op)) return node
  const below = withEnoughRows(input, rows, plans)
  return below === input ? node : makeNode(node.op, node.options, [below])
}

/** The rows that it begins with. @throws INVALID_RECURSIVE_CTE when they name it */
function anchorOf(query: Query, name: string, plans: QueryPlans): Node {
  try {
    return plans.query(query)
  } catch (error) {
    const missing = error instanceof MillraceError && error.condition === 'TABLE_OR_VIEW_NOT_FOUND'
    const relation = missing ? error.parameters['relationName'] : undefined
    if (relation?.toLowerCase() === quoteIdentifier(name).toLowerCase()) throw invalidRecursion()
    throw error
  }
}

const renamed = (node: Node, names: readonly string[] | undefined): Node =>
  names ? makeNode('toDF', { names }, [node]) : node

const nullable = (field: Schema['fields'][number]) => ({ name: field.name, type: field.type, nullable: true })

/** Columns of a narrower type become those of the anchor's. */
function cast(node: Node, first: Schema, plans: QueryPlans): Node {
  const { fields } = plans.schema(node)
  const columns = fields.map(({ name, type }, index): Expression => {
    const column: Expression = { kind: 'column', path: [name], index }
    const wanted = first.fields[index]?.type
    if (!wanted || equalTypes(wanted, type, false)) return column
    const wider = tightestType(wanted, type)
    if (!wider || !equalTypes(wider, wanted, false)) return column
    return { kind: 'alias', input: { kind: 'cast', input: column, type: wanted, mode: 'cast' }, names: [name] }
  })
  return columns.every((one) => one.kind === 'column') ? node : makeNode('project', { columns }, [node])
}

function merged(first: Schema, second: Schema): Schema {
  return new Schema(
    first.fields.map(({ name, type, nullable: nulls }, at) => {
      const other = second.fields[at]
      if (!other || equalTypes(type, other.type, false)) {
        return { name, type, nullable: nulls || (other?.nullable ?? true) }
      }
      throw new MillraceError(
        'CANNOT_MERGE_INCOMPATIBLE_DATA_TYPE',
        `Failed to merge incompatible data types "${typeSql(type)}" and "${typeSql(other.type)}". Please check the data ` +
          'types of the columns being merged and ensure that they are compatible. If necessary, consider casting the ' +
          'columns to compatible data types before attempting the merge.',
        { sqlState: '42825' },
      )
    }),
  )
}

/** The plan with a node put in the place of another. */
function replaced(node: Node, from: Node, to: Node): Node {
  if (node === from) return to
  const inputs = node.inputs.map((input) => replaced(input, from, to))
  return inputs.every((input, at) => input === node.inputs[at]) ? node : makeNode(node.op, node.options, inputs)
}

const holds = (node: Node, wanted: Node): boolean => node === wanted || node.inputs.some((one) => holds(one, wanted))

const barred: ReadonlySet<string> = new Set(['aggregate', 'sort', 'deduplicate', 'window'])

/** Sides of a join behind which a query cannot name itself. */
const barredSides: Partial<Record<JoinType, readonly number[]>> = {
  left_outer: [1],
  left_semi: [1],
  left_anti: [1],
  existence: [1],
  right_outer: [0],
  full_outer: [0, 1],
}

function refusePlaces(node: Node, rows: Node): void {
  if (!holds(node, rows) || node === rows) return
  const sides = node.op === 'join' ? barredSides[(node.options as NodeOptions['join']).joinType] : undefined
  const refused = barred.has(node.op) || sides?.some((side) => holds(node.inputs[side] as Node, rows))
  if (refused) {
    throw new MillraceError(
      'INVALID_RECURSIVE_REFERENCE.PLACE',
      'Invalid recursive reference found inside WITH RECURSIVE clause. Recursive references cannot be used on the right ' +
        'side of left outer/semi/anti joins, on the left side of right outer joins, in full outer joins, in aggregates, ' +
        'window functions or sorts',
      { sqlState: '42836' },
    )
  }
  for (const input of node.inputs) refusePlaces(input, rows)
}

function invalidRecursion(): MillraceError {
  return new MillraceError(
    'INVALID_RECURSIVE_CTE',
    'Invalid recursive definition found. Recursive queries must contain an UNION or an UNION ALL statement with 2 children. ' +
      'The first child needs to be the anchor term without any recursive references. Any top level inner CTE must not ' +
      'contain self references.',
    { sqlState: '42836' },
  )
}
