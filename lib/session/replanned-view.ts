import { MillraceError } from '../errors.ts'
import { canUpCast } from '../expressions/binder/cast-rules.ts'
import type { Expression } from '../expressions/expression.ts'
import { makeNode } from '../plan/node.ts'
import type { Node } from '../plan/nodes.ts'
import { schemaOf } from '../plan/planner.ts'
import type { DataType } from '../types/data-type.ts'
import { typeSql } from '../types/ddl/type-sql.ts'
import { equalTypes } from '../types/types.ts'
import type { SessionContext } from './session-context.ts'

/**
 * The plan of a view that names session variables or functions that SQL made, as they are now; its columns keep the types that they had when the view
 * was made.
 *
 * @returns a function that plans once between two changes of them; throws what planning throws, CANNOT_UP_CAST_DATATYPE
 */
export function replannedView(view: Node, replan: () => Node, context: SessionContext): () => Node {
  const { variables, routines } = context
  const now = () => `${variables.version} ${routines.version}`
  let known = { version: now(), node: view }
  const { fields } = schemaOf(view, context.planner)
  return () => {
    const version = now()
    if (known.version !== version) known = { version, node: typed(replan(), fields, context) }
    return known.node
  }
}

function typed(
  node: Node,
  wanted: readonly { readonly name: string; readonly type: DataType }[],
  context: SessionContext,
) {
  const { fields } = schemaOf(node, context.planner)
  if (fields.every(({ type }, at) => equalTypes(type, wanted[at]?.type as DataType))) return node
  const columns = wanted.map(({ name, type }, index): Expression => {
    const from = fields[index]?.type as DataType
    const column: Expression = { kind: 'column', path: [name], index }
    if (equalTypes(from, type)) return column
    if (!canUpCast(from, type)) throw cannotUpCast(name, from, type)
    return { kind: 'alias', input: { kind: 'cast', input: column, type, mode: 'cast' }, names: [name] }
  })
  return makeNode('project', { columns }, [node])
}

function cannotUpCast(name: string, from: DataType, to: DataType): MillraceError {
  return new MillraceError(
    'CANNOT_UP_CAST_DATATYPE',
    `Cannot up cast ${name} from "${typeSql(from)}" to "${typeSql(to)}".\nThe type path of the target object is:\n\nYou ` +
      'can either add an explicit cast to the input data or choose a higher precision type of the field in the target object',
    { sqlState: '42846' },
  )
}
