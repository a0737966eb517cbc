/**
 * Bound expressions evaluated row by row, in the plainest way: the meaning that generated code is checked against, and
 * what constants are computed with.
 */
import { invariant, MillraceError } from '../errors.ts'
import type { SqlValue } from '../types/data-type.ts'
import type { Bound, BoundLambda } from './bound.ts'
import { caster } from './cast/cast-value.ts'
import type { Evaluation } from './evaluation.ts'
import type { FunctionRegistry } from './function-registry.ts'
import type { BoundCall, ScalarFunction } from './scalar-function.ts'
import { givePlace, placeOf } from './text-place.ts'

/** What interpretation needs from outside. */
export interface InterpretContext {
  readonly functions: FunctionRegistry
  readonly evaluation: Evaluation
}

/** Values of the lambda variables in scope, by id. */
type Variables = ReadonlyMap<number, SqlValue>

type Step = (row: readonly SqlValue[], variables: Variables) => SqlValue

const noVariables: Variables = new Map()

/**
 * Prepares an expression.
 *
 * @returns its value for a row of internal values; throws what the expression raises on that row
 */
export function interpreter(bound: Bound, context: InterpretContext): (row: readonly SqlValue[]) => SqlValue {
  const step = stepOf(bound, context)
  return (row) => step(row, noVariables)
}

/** The step of an expression that was read from a text leaves its place at what it raises. */
function stepOf(bound: Bound, context: InterpretContext): Step {
  const step = plainStep(bound, context)
  const place = bound.kind === 'call' || bound.kind === 'cast' ? placeOf(bound) : undefined
  if (!place) return step
  return (row, variables) => {
    try {
      return step(row, variables)
    } catch (error) {
      if (error instanceof MillraceError) givePlace(error, place)
      throw error
    }
  }
}

function plainStep(bound: Bound, context: InterpretContext): Step {
  switch (bound.kind) {
    case 'literal':
      return () => bound.value
    case 'input':
      return (row) => row[bound.index] as SqlValue
    case 'lambdaVariable':
      return (_, variables) => variables.get(bound.id) as SqlValue
    case 'cast':
      return castStep(bound, context)
    case 'call':
      return callStep(bound, context)
    case 'udf':
      return udfStep(bound, context)
    case 'lambda':
      invariant(false, 'a lambda function where a value was expected')
  }
}

type OfKind<K extends Bound['kind']> = Extract<Bound, { readonly kind: K }>

function castStep(bound: OfKind<'cast'>, context: InterpretContext): Step {
  const input = stepOf(bound.input, context)
  const cast = caster(bound.input.type, bound.type, bound.mode, bound.zone)
  return (row, variables) => {
    const value = input(row, variables)
    return value === null ? null : cast(value, context.evaluation)
  }
}

function udfStep(bound: OfKind<'udf'>, context: InterpretContext): Step {
  const args = bound.args.map((arg) => stepOf(arg, context))
  const f = context.evaluation.functions.get(bound.id)?.(bound.args.map((arg) => arg.type))
  if (!f) {
    throw new MillraceError(
      'MILLRACE_UNKNOWN_FUNCTION_ID',
      `The query calls a user's function that this session does not know; register it again before the start: ${bound.name}`,
    )
  }
  return (row, variables) => f(...args.map((arg) => arg(row, variables)))
}

function callStep(bound: OfKind<'call'>, context: InterpretContext): Step {
  const definition = context.functions.get(bound.name)
  invariant(definition, `no function is called ${bound.name}`)
  if (definition.lazy) return lazyStep(definition, bound, context)
  const args = bound.args.map((arg) => (arg.kind === 'lambda' ? lambdaOf(arg, context) : stepOf(arg, context)))
  const strict = definition.nulls !== 'custom'
  return (row, variables) => {
    const values: unknown[] = []
    for (const [at, arg] of args.entries()) {
      const value: unknown = arg(row, variables)
      if (strict && value === null && bound.args[at]?.kind !== 'lambda') return null
      values.push(value)
    }
    return definition.evaluate(values, bound as BoundCall, context.evaluation)
  }
}

function lazyStep(definition: ScalarFunction, bound: OfKind<'call'>, context: InterpretContext): Step {
  const args = bound.args.map((arg) => stepOf(arg, context))
  return (row, variables) => {
    const thunks = args.map((arg) => () => arg(row, variables))
    return definition.evaluate(thunks, bound as BoundCall, context.evaluation)
  }
}

/** A lambda becomes a function of its parameters once the row and the variables around it are known. */
function lambdaOf(lambda: BoundLambda, context: InterpretContext) {
  const body = stepOf(lambda.body, context)
  return (row: readonly SqlValue[], variables: Variables) =>
    (...values: readonly SqlValue[]) => {
      const own = new Map(variables)
      for (const [at, id] of lambda.parameters.entries()) own.set(id, values[at] ?? null)
      return body(row, own)
    }
}
