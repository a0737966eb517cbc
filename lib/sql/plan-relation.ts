/** Joins, generators and watermarks behind FROM, over planned relations. */
import { MillraceError } from '../errors.ts'
import { call } from '../expressions/build.ts'
import type { Expression } from '../expressions/expression.ts'
import { isFoldable } from '../expressions/foldable.ts'
import { generators } from '../expressions/generators/index.ts'
import { interpreter } from '../expressions/interpret.ts'
import { makeResolvedNode } from '../plan/missing-columns.ts'
import { makeNode } from '../plan/node.ts'
import type { Node, NodeOptions } from '../plan/nodes.ts'
import { type Planner, schemaOf } from '../plan/planner.ts'
import { Schema } from '../types/schema.ts'
import type { ConstantContext } from './inline-table.ts'
import type { Join, Relation } from './statement.ts'

type OfKind<K extends Relation['kind']> = Extract<Relation, { readonly kind: K }>

/** The node's options; NATURAL joins by the names that both sides have, in the left one's order. */
export function joinNodeOptions(
  { type, condition, using, natural }: Join,
  [left, right]: readonly [Node, Node],
  planner: Planner,
): NodeOptions['join'] {
  if (!natural) return { joinType: type, condition, using }
  const other = schemaOf(right, planner)
  const names = schemaOf(left, planner).names.filter((name) => other.index(name) !== undefined)
  return { joinType: type, condition: undefined, using: names.length === 0 ? undefined : names }
}

/** The input's columns and those of the generator. @throws UNSUPPORTED_GENERATOR.NOT_GENERATOR, UDTF_ALIAS_NUMBER_MISMATCH */
export function generated(
  { call: generator, outer, nullable, name, columns }: OfKind<'generate'>,
  input: Node,
  planner: Planner,
) {
  const item: Expression = {
    kind: 'alias',
    input:
      outer && generators.has(`${generator.name}_outer`)
        ? { ...generator, name: `${generator.name}_outer` }
        : generator,
    names: columns,
    ...(name === undefined ? {} : { qualifier: name }),
  }
  if (!generators.has(generator.name)) throw noGenerator(generator.name)
  checkArguments(generator, schemaOf(input, planner), planner)
  const node = makeResolvedNode('project', { columns: [{ kind: 'star', target: undefined }, item] }, [input], planner)
  return nullable ? withNullable(node, schemaOf(input, planner).length, name, planner) : node
}

/**
 * Arguments of a generator behind FROM are resolved by themselves, those in a select list as part of the item.
 *
 * @throws what binding them throws
 */
export function checkArguments({ args }: OfKind<'generate'>['call'], input: Schema, { binder }: Planner): void {
  for (const one of args) if (one.kind !== 'star' && one.kind !== 'lambda') binder.bind(one, input)
}

/** The columns behind the first ones may be null by their type. */
function withNullable(node: Node, width: number, qualifier: string | undefined, planner: Planner): Node {
  const columns = schemaOf(node, planner).fields.map((field, index): Expression => {
    const column: Expression = { kind: 'column', path: [field.name], index }
    if (index < width) return column
    const input = call('when', call('isnotnull', column), column)
    return { kind: 'alias', input, names: [field.name], ...(qualifier === undefined ? {} : { qualifier }) }
  })
  return makeNode('project', { columns }, [node])
}

function noGenerator(name: string): MillraceError {
  return new MillraceError(
    'UNSUPPORTED_GENERATOR.NOT_GENERATOR',
    `The generator is not supported: \`${name}\` is expected to be a generator. However, its class is not a generator.`,
    { sqlState: '42K0E', parameters: { functionName: `\`${name}\`` } },
  )
}

/** The input with a watermark; an expression that is given a name is one more column. */
export function watermarked(
  { column, delay }: OfKind<'watermark'>,
  input: Node,
  { planner, evaluation }: ConstantContext,
): Node {
  const bound = planner.binder.bind(delay, new Schema([]))
  const invalid = new MillraceError(
    'MILLRACE_ARGUMENT',
    'The delay of a watermark must be a constant interval that is not negative: INTERVAL 10 SECONDS',
  )
  if (!isFoldable(bound, planner.functions)) throw invalid
  const value = interpreter(bound, { functions: planner.functions, evaluation })([])
  if (typeof value !== 'bigint' || value < 0n) throw invalid
  if (column.kind === 'column' && column.path.length === 1) {
    return makeResolvedNode('withWatermark', { column: column.path[0] as string, delay: value }, [input], planner)
  }
  if (column.kind !== 'alias' || column.names.length !== 1) {
    throw new MillraceError(
      'REQUIRES_EXPLICIT_NAME_IN_WATERMARK_CLAUSE',
      'The watermark clause requires an explicit name if expression is specified, but got an expression without one.',
      { sqlState: '42000' },
    )
  }
  const star: Expression = { kind: 'star', target: undefined }
  const below = makeNode('project', { columns: [star, column] }, [input])
  return makeResolvedNode('withWatermark', { column: column.names[0] as string, delay: value }, [below], planner)
}
