/** Higher-order functions of arrays: the function gets columns and gives one. */
import type { BooleanT, UnknownT } from '../../types/typed/type-tags.ts'
import { call } from '../build.ts'
import { Column, type Operand, operandExpression } from '../column.ts'
import type { Expression } from '../expression.ts'

/** A column inside a lambda function; the compiler does not know its type. */
export type LambdaColumn = Column<UnknownT, never>

/** How many lambda functions are being built, so that nested ones name their parameters differently. */
let depth = 0

function lambda(of: (...parameters: readonly LambdaColumn[]) => unknown, count: number): Expression {
  depth++
  try {
    const parameters = ['x', 'y', 'z'].slice(0, count).map((name) => `${name}_${depth}`)
    const columns = parameters.map((name): LambdaColumn => new Column({ kind: 'column', path: [name] }))
    return { kind: 'lambda', parameters, body: operandExpression(of(...columns)) }
  } finally {
    depth--
  }
}

type OfElement<M extends string> = (element: LambdaColumn, index: LambdaColumn) => Operand<M>

function higherOrder<M extends string>(name: string, array: Operand<M>, of: OfElement<M>, withIndex: boolean) {
  const count = withIndex && of.length > 1 ? 2 : 1
  const body = lambda(of as (...parameters: readonly LambdaColumn[]) => unknown, count)
  return call(name, operandExpression(array), body)
}

/** What a function gives for each element of an array (and its position from 0). */
export function transform<M extends string = never>(array: Operand<M>, of: OfElement<M>): Column<UnknownT, M> {
  return new Column(higherOrder('transform', array, of, true))
}

/** The elements of an array for which a function gives true. */
export function filter<M extends string = never>(array: Operand<M>, of: OfElement<M>): Column<UnknownT, M> {
  return new Column(higherOrder('filter', array, of, true))
}

/** Whether a function gives true for an element. */
export function exists<M extends string = never>(array: Operand<M>, of: OfElement<M>): Column<BooleanT, M> {
  return new Column(higherOrder('exists', array, of, false))
}

/** Whether a function gives true for all elements. */
export function forall<M extends string = never>(array: Operand<M>, of: OfElement<M>): Column<BooleanT, M> {
  return new Column(higherOrder('forall', array, of, false))
}

/** A value that a function carries from element to element of an array, finished by another function. */
export function aggregate<M extends string = never>(
  array: Operand<M>,
  initial: Operand<M>,
  merge: (value: LambdaColumn, element: LambdaColumn) => Operand<M>,
  finish: (value: LambdaColumn) => Operand<M> = (value) => value,
): Column<UnknownT, M> {
  type Build = (...parameters: readonly LambdaColumn[]) => unknown
  const merged = lambda(merge as Build, 2)
  const finished = lambda(finish as Build, 1)
  return new Column(call('aggregate', operandExpression(array), operandExpression(initial), merged, finished))
}

/** See `aggregate`. */
export const reduce = aggregate
