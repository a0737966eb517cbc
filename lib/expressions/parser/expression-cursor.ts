/** A token cursor that can parse expressions: what the pieces of the grammar see of each other. */
import type { DataType, SqlValue } from '../../types/data-type.ts'
import { TokenCursor } from '../../types/ddl/token-cursor.ts'
import type { Expression, RoutineValue, VariableValue } from '../expression.ts'
import { givePlace } from '../text-place.ts'

/** A value that needs no rows. */
export interface ConstantValue {
  readonly type: DataType
  readonly value: SqlValue
}

/** As deep as the binder goes. */
const longestChain = 1000

export abstract class ExpressionCursor extends TokenCursor {
  /** Backslashes in string literals stand for themselves (`spark.sql.parser.escapedStringLiterals`). */
  readonly keepsEscapes: boolean

  constructor(text: string, keepsEscapes = false) {
    super(text)
    this.keepsEscapes = keepsEscapes
  }

  /**
   * `expression [[AS] name | AS (name, …)]`.
   *
   * @param stops words that end the expression instead of naming it, in upper case (`FROM`, `WHERE`, … in statements)
   * @throws PARSE_SYNTAX_ERROR with line, position and marker
   */
  abstract named(stops?: ReadonlySet<string>): Expression

  /** The rest of `named`: the name of an expression that has been read, if there is one. @throws PARSE_SYNTAX_ERROR */
  abstract withName(input: Expression, stops?: ReadonlySet<string>): Expression

  /** `expression` of the grammar: OR binds weakest, then AND, NOT, one predicate. @throws PARSE_SYNTAX_ERROR */
  abstract expression(): Expression

  /** `valueExpression` of the grammar: everything up to comparisons, no predicates, no AND. @throws PARSE_SYNTAX_ERROR */
  abstract value(): Expression

  /** The session variable that a path names where no column does; undefined when there is none. */
  variable(_path: readonly string[]): VariableValue | undefined {
    return undefined
  }

  /** The function made by SQL that a path names; undefined when there is none. */
  routine(_path: readonly string[]): RoutineValue | undefined {
    return undefined
  }

  /** The value of `:name`, or of the next `?` (undefined); undefined where statements only have parameters. */
  parameter(_name: string | undefined): Expression | undefined {
    return undefined
  }

  /** The value of an expression that has one for ever; undefined for others. Outside of sessions: literals, and texts joined. */
  constant(expression: Expression): ConstantValue | undefined {
    if (expression.kind === 'literal') return expression
    if (expression.kind !== 'call' || expression.name !== 'concat') return undefined
    const parts = expression.args.map((one) => this.constant(one))
    if (!parts.every((one) => typeof one?.value === 'string')) return undefined
    return { type: { kind: 'string' }, value: parts.map((one) => one?.value).join('') }
  }

  /** The expression, which was read from this token to the one before the cursor; errors about it are marked there. */
  placed(first: number, expression: Expression): Expression {
    const [from, to] = [this.tokens[first], this.tokens[this.at - 1]]
    return from && to ? givePlace(expression, { text: this.text, start: from.start, end: to.end }) : expression
  }

  /**
   * Counts a link of a chain: `a OR b OR c` nests as deep as it is long.
   *
   * @throws MILLRACE_NESTING_TOO_DEEP
   */
  link(count: number): void {
    if (count > longestChain) throw this.tooDeep(longestChain)
  }

  /** Whether an expression can begin `ahead` of here; decides if a keyword before it is one or is a name. */
  startsOperand(ahead: number): boolean {
    const { kind, text } = this.peek(ahead)
    if (kind === 'end' || kind === 'unknown') return false
    return kind !== 'symbol' || ['(', '-', '+', '~', '!', '*'].includes(text)
  }
}
