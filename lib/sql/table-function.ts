/** Functions behind FROM: `range(…)`, and generators over one row. */
import { MillraceError } from '../errors.ts'
import { wrongArgumentCount } from '../expressions/binder/mismatch.ts'
import type { Expression } from '../expressions/expression.ts'
import { expressionOperands } from '../expressions/expression-operands.ts'
import { generators } from '../expressions/generators/index.ts'
import { interpreter } from '../expressions/interpret.ts'
import { makeNode } from '../plan/node.ts'
import type { Node } from '../plan/nodes.ts'
import { Schema } from '../types/schema.ts'
import { longType } from '../types/types.ts'
import { fixedTable } from './fixed-tables.ts'
import { located } from './located.ts'
import { checkArguments } from './plan-relation.ts'
import type { QueryPlans, SqlScope } from './query-plans.ts'
import type { Place } from './statement.ts'
import { noTableFunction } from './table-not-found.ts'

type Call = Extract<Expression, { readonly kind: 'call' }>

/** The rows of a function. @throws UNRESOLVABLE_TABLE_VALUED_FUNCTION, NOT_A_TABLE_FUNCTION */
export function tableFunction(call: Call, place: Place, plans: QueryPlans): Node {
  const { scope } = plans
  return located(plans.cursor, place, () => {
    if (call.name === 'range') return scope.range(rangeArguments(call, scope))
    const fixed = fixedTable(call.name)
    if (fixed) {
      if (call.args.length > 0) throw wrongArgumentCount(call.name, '0', call.args.length)
      return makeNode('localRelation', fixed)
    }
    if (!generators.has(call.name))
      throw noTableFunction(call.name, call.routine !== undefined || scope.planner.functions.has(call.name))
    checkArguments(call, new Schema([]), scope.planner)
    const node = makeNode('project', { columns: [call] }, [makeNode('localRelation', { fields: [], rows: [[]] })])
    plans.schema(node)
    return node
  })
}

const rangeParameters = ['start', 'end', 'step', 'numSlices']

/** @throws WRONG_NUM_ARGS.WITHOUT_SUGGESTION, NON_FOLDABLE_ARGUMENT, UNEXPECTED_INPUT_TYPE */
function rangeArguments({ args, argumentNames }: Call, scope: SqlScope): readonly bigint[] {
  if (args.length < 1 || args.length > 4) throw wrongArgumentCount('range', '[1, 2, 3, 4]', args.length)
  const names = args.length === 1 ? ['end'] : rangeParameters
  return args.map((one, at) => {
    const name = argumentNames?.[at] ?? names[at] ?? 'end'
    // Spark's range knows no arguments by name: one is no constant to it.
    if (argumentNames?.[at] !== undefined || !isConstant(one)) throw notFoldable(name)
    return wholeNumber(one, at, scope)
  })
}

function isConstant(one: Expression): boolean {
  return one.kind !== 'column' && expressionOperands(one).every(isConstant)
}

function notFoldable(parameter: string): MillraceError {
  return new MillraceError(
    'NON_FOLDABLE_ARGUMENT',
    `The function \`range\` requires the parameter \`${parameter}\` to be a foldable expression of the type "BIGINT", but ` +
      'the actual argument is a non-foldable.',
    { sqlState: '42K08', parameters: { funcName: '`range`', paramName: `\`${parameter}\`` } },
  )
}

const ordinals = ['first', 'second', 'third', 'fourth']

/** An argument of range. */
function wholeNumber(argument: Expression, at: number, { planner, evaluation }: SqlScope): bigint {
  const bound = planner.binder.bindAs(argument, new Schema([]), longType, 'argument of range')
  const value = interpreter(bound, { functions: planner.functions, evaluation })([])
  if (typeof value === 'bigint') return value
  // Spark counts from the last of the leading ones that may be left out.
  const position = ordinals[at + 1] ?? 'fourth'
  throw new MillraceError(
    'UNEXPECTED_INPUT_TYPE',
    `Parameter ${position} of function \`range\` requires the "BIGINT" type, however "NULL" has the type "VOID".`,
    { sqlState: '42K09', parameters: { functionName: '`range`' } },
  )
}
