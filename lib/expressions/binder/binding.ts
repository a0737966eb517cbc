/** One run of the binder over one input: from `Expression` to `Bound`, Spark's analyzer for expressions. */
import { MillraceError } from '../../errors.ts'
import type { DataType } from '../../types/data-type.ts'
import type { Schema } from '../../types/schema.ts'
import { zone } from '../../types/time/zone.ts'
import type { Bound, BoundLambda } from '../bound.ts'
import { textLiteral } from '../build.ts'
import type { Expression } from '../expression.ts'
import { expressionText } from '../expression-text.ts'
import { literalText } from '../literal-text.ts'
import { givePlace, placeOf } from '../text-place.ts'
import { variableLiteral } from '../variable-literal.ts'
import { implicitType } from './accepted.ts'
import { bindCall } from './bind-call.ts'
import { implicitCast, writtenCast } from './bind-cast.ts'
import { bindExtract } from './bind-extract.ts'
import { bindOver } from './bind-over.ts'
import { expandStar, inputAt } from './expand-star.ts'
import type { BinderOptions, ExpressionScope, LambdaParameter } from './expression-scope.ts'
import { unexpectedType } from './mismatch.ts'
import { requireNanosTypes } from './require-nanos-types.ts'
import { findName } from './resolve-name.ts'
import { unresolvedColumn } from './suggestions.ts'

/** Deeper trees than this are refused, so that neither binding nor code generation can exhaust the stack. */
const maxDepth = 1000

/** Names that are calls without brackets when no column has them (Spark's `LiteralFunctionResolution`). */
const bareCalls: ReadonlyMap<string, string> = new Map([
  ['current_date', 'current_date'],
  ['current_timestamp', 'current_timestamp'],
  ['current_time', 'current_time'],
  ['current_user', 'current_user'],
  ['user', 'current_user'],
  ['session_user', 'current_user'],
])

type OfKind<K extends Expression['kind']> = Extract<Expression, { readonly kind: K }>
type LambdaVariable = Extract<Bound, { readonly kind: 'lambdaVariable' }>

export class Binding implements ExpressionScope {
  readonly options: BinderOptions
  readonly input: Schema
  readonly aliases: boolean
  readonly #nextVariable: () => number
  readonly #scopes: ReadonlyMap<string, LambdaVariable>[] = []
  #depth = 0
  /** Calls of functions, not operators, around what is being bound. */
  #calls = 0
  #refused: { readonly error: unknown; readonly calls: number } | undefined
  readonly #ordinals: { next: number }

  /**
   * @param nextVariable gives ids for lambda variables, unique within a plan
   * @param aliases whether the text of a struct shows them
   * @param ordinals counts the non-deterministic calls of the run
   */
  constructor(
    options: BinderOptions,
    input: Schema,
    nextVariable: () => number,
    aliases: boolean,
    ordinals: { next: number } = { next: 0 },
  ) {
    this.options = options
    this.input = input
    this.aliases = aliases
    this.#nextVariable = nextVariable
    this.#ordinals = ordinals
  }

  get ansi(): boolean {
    return this.options.ansi
  }

  get zone(): string {
    return this.options.zone
  }

  get nanosTimestamps(): boolean {
    return this.options.nanosTimestamps ?? false
  }

  bind(expression: Expression): Bound {
    if (++this.#depth > maxDepth) {
      throw new MillraceError(
        'MILLRACE_NESTING_TOO_DEEP',
        `An expression is nested more than ${maxDepth} levels deep (a chain of one operator counts one level for each). ` +
          'Split it into several columns, or use IN for long lists of OR.',
      )
    }
    try {
      return givePlace(
        this.around(expression, () => this.#bindKind(expression)),
        placeOf(expression),
      )
    } finally {
      this.#depth--
    }
  }

  around<T>(expression: Expression, bind: () => T): T {
    const calls = this.#calls
    if (isFunction(expression)) this.#calls++
    try {
      return bind()
    } catch (error) {
      if (error instanceof MillraceError) givePlace(error, placeOf(expression))
      if (this.#refused?.error !== error) this.#refused = { error, calls }
      throw error
    } finally {
      this.#calls = calls
    }
  }

  /** Whether what could not be bound is an argument of a function's. */
  get refusedInside(): boolean {
    return this.#refused !== undefined && this.#refused.calls > 0
  }

  #bindKind(expression: Expression): Bound {
    switch (expression.kind) {
      case 'literal':
        return this.#literal(expression)
      case 'column':
        return this.#column(expression)
      case 'call':
        return bindCall(this, expression)
      case 'cast':
        requireNanosTypes(expression.type, this)
        return writtenCast(this.bind(expression.input), expression.type, expression.mode, this)
      case 'alias':
        return this.#alias(expression)
      case 'extract':
        return this.extract(this.bind(expression.input), this.bind(expression.key))
      case 'sort':
        return this.bind(expression.input)
      case 'udf':
        return this.#udf(expression)
      case 'over':
        return bindOver(this, expression)
      default:
        throw refusal(expression)
    }
  }

  #literal({ value, type, text }: OfKind<'literal'>): Bound {
    requireNanosTypes(type, this)
    const bound = { kind: 'literal', type, value, nullable: value === null } as const
    if (text !== undefined) return { ...bound, text }
    return type.kind === 'timestamp' || type.kind === 'timestamp_nanos'
      ? { ...bound, text: literalText(value, type, zone(this.zone)) }
      : bound
  }

  extract(base: Bound, key: Bound): Bound {
    return bindExtract(base, key, this)
  }

  cast(input: Bound, type: DataType): Bound {
    return implicitCast(input, type, this)
  }

  star(expression: OfKind<'star'>) {
    return expandStar(expression, this.input, (value) => value)
  }

  lambda(names: readonly string[], body: Expression, parameters: readonly LambdaParameter[]): BoundLambda {
    const variables = parameters.map(
      ({ type, nullable }, at): LambdaVariable => ({
        kind: 'lambdaVariable',
        id: this.#nextVariable(),
        name: names[at] ?? `x_${at}`,
        type,
        nullable,
      }),
    )
    this.#scopes.push(new Map(names.map((name, at) => [name.toLowerCase(), variables[at] as LambdaVariable])))
    try {
      const bound = this.bind(body)
      return {
        kind: 'lambda',
        parameters: variables.map((variable) => variable.id),
        body: bound,
        type: bound.type,
        nullable: bound.nullable,
      }
    } finally {
      this.#scopes.pop()
    }
  }

  within(input: Schema): Binding {
    return new Binding(this.options, input, this.#nextVariable, this.aliases, this.#ordinals)
  }

  ordinal(): number {
    return this.#ordinals.next++
  }

  #column({ path, index, variable }: OfKind<'column'>): Bound {
    const [first = '', ...rest] = path
    const placed = index === undefined ? undefined : this.input.fields[index]
    if (index !== undefined && placed?.name.toLowerCase() === first.toLowerCase()) {
      return { ...inputAt(this.input, index), name: first } as Bound
    }
    for (let at = this.#scopes.length - 1; at >= 0; at--) {
      const variable = this.#scopes[at]?.get(first.toLowerCase())
      if (variable) return this.#path(variable, rest)
    }
    const found = findName(path, this.input)
    // Messages and names show a column as it was written, not as the schema spells it.
    if (found) return this.#path({ ...inputAt(this.input, found.index), name: found.written } as Bound, found.rest)
    const bare = rest.length === 0 ? bareCalls.get(first.toLowerCase()) : undefined
    if (bare !== undefined) return this.bind({ kind: 'call', name: bare, args: [] })
    if (variable)
      return this.#path(this.#literal(variableLiteral(variable, zone(this.zone))), path.slice(variable.parts))
    throw unresolvedColumn(path, this.input)
  }

  #path(base: Bound, names: readonly string[]): Bound {
    return names.reduce((value, name) => this.extract(value, this.bind(textLiteral(name))), base)
  }

  #alias({ input, names, listed }: OfKind<'alias'>): Bound {
    const bound = this.bind(input)
    if (names.length === 1 && !listed) return bound
    throw new MillraceError(
      'MULTI_ALIAS_WITHOUT_GENERATOR',
      `Multi part aliasing (${names.join(', ')}) is not supported with "${expressionText(input)}" as it is not a ` +
        'generator function.',
      { sqlState: '42K0E' },
    )
  }

  #udf({ id, name, args, takes, gives, deterministic }: OfKind<'udf'>): Bound {
    const bound = args.map((arg, at) => {
      const value = this.bind(arg)
      const wanted = takes?.[at]
      if (!wanted) return value
      const type = implicitType(value.type, wanted, this.ansi)
      if (!type)
        throw unexpectedType({ name, text: `${name}(${args.map(expressionText).join(', ')})` }, at, value, wanted)
      return this.cast(value, type)
    })
    return { kind: 'udf', id, name, args: bound, type: gives, nullable: true, deterministic }
  }
}

/** A call that Spark's parser leaves open until its arguments are known: not an operator, nor a struct. */
const isFunction = (one: Expression): boolean => one.kind === 'call' && !one.operator && one.name !== 'struct'

/** What may not stand where a value is wanted, or at all. */
function refusal(expression: OfKind<'star' | 'lambda' | 'subquery'>): MillraceError {
  switch (expression.kind) {
    case 'star':
      return new MillraceError('INVALID_USAGE_OF_STAR_OR_REGEX', "Invalid usage of '*' in an expression.", {
        sqlState: '42000',
      })
    case 'lambda':
      return new MillraceError(
        'INVALID_LAMBDA_FUNCTION_CALL.NON_HIGHER_ORDER_FUNCTION',
        'Invalid lambda function call. A lambda function should only be used in a higher order function: ' +
          expressionText(expression),
        { sqlState: '42K0D' },
      )
    case 'subquery':
      return new MillraceError(
        'MILLRACE_SUBQUERY',
        `Subqueries are not supported in expressions; join with the other frame instead: ${expressionText(expression)}`,
      )
  }
}
