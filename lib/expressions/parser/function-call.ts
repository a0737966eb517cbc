/** Function calls with everything Spark lets stand in and behind their brackets. */
import { MillraceError } from '../../errors.ts'
import { call, literalOf } from '../build.ts'
import type { Expression } from '../expression.ts'
import type { ExpressionCursor } from './expression-cursor.ts'
import { parseSortItem } from './sort-item.ts'
import { parseWindow } from './window-specification.ts'

/** Whether a name, qualified perhaps, and an opening bracket stand at the cursor. */
export function startsCall(cursor: ExpressionCursor): boolean {
  let ahead = 1
  while (cursor.isSymbol('.', ahead) && cursor.isName(ahead + 1)) ahead += 2
  return cursor.isSymbol('(', ahead)
}

/** Catalogs and schemas under which Spark keeps its own functions. */
const builtins = [['system', 'builtin'], ['builtin']]

function functionName(path: readonly string[]): string {
  for (const prefix of builtins) {
    if (path.length === prefix.length + 1 && prefix.every((part, at) => part === path[at]?.toLowerCase())) {
      return (path.at(-1) as string).toLowerCase()
    }
  }
  return path.length === 1 ? (path[0] as string).toLowerCase() : path.join('.')
}

/** Parses a call at the cursor. @throws PARSE_SYNTAX_ERROR */
export function parseCall(cursor: ExpressionCursor): Expression {
  const path = [cursor.name()]
  while (cursor.takeSymbol('.')) path.push(cursor.name())
  return parseCallOf(cursor, path)
}

/** Parses brackets and what follows them, of a function whose name is known. @throws PARSE_SYNTAX_ERROR */
export function parseCallOf(cursor: ExpressionCursor, path: readonly string[]): Expression {
  cursor.expectSymbol('(')
  // Before a comma or a bracket it is a column of that name.
  const distinct = cursor.isWord('DISTINCT') && !cursor.isSymbol(',', 1) && !cursor.isSymbol(')', 1)
  if (distinct) cursor.next()
  if (!distinct && cursor.isWord('ALL') && !cursor.isSymbol(',', 1) && !cursor.isSymbol(')', 1)) cursor.next()
  const list = argumentList(cursor)
  cursor.expectSymbol(')')
  const name = functionName(path)
  // COUNT(*) counts rows; under DISTINCT the star stands for the columns.
  const counted =
    name === 'count' && !distinct && list.args.length === 1 && list.args[0]?.kind === 'star' && !list.args[0].target
  const args = counted ? [literalOf(1, { kind: 'int' })] : list.args
  const routine = cursor.routine(path)
  return suffixes(cursor, {
    kind: 'call',
    name,
    args,
    ...(distinct ? { distinct } : {}),
    ...(list.names.some((one) => one !== undefined) ? { argumentNames: list.names } : {}),
    ...(routine ? { routine } : {}),
  })
}

interface Arguments {
  readonly args: readonly Expression[]
  readonly names: readonly (string | undefined)[]
}

function argumentList(cursor: ExpressionCursor): Arguments {
  const args: Expression[] = []
  const names: (string | undefined)[] = []
  if (cursor.isSymbol(')')) return { args, names }
  do {
    const named = cursor.isName() && cursor.isSymbol('=>', 1)
    names.push(named ? cursor.name() : undefined)
    if (named) cursor.next()
    args.push(cursor.nested(() => cursor.expression()))
  } while (cursor.takeSymbol(','))
  return { args, names }
}

type Call = Extract<Expression, { readonly kind: 'call' }>

/** WITHIN GROUP (…), FILTER (…), IGNORE NULLS, OVER … */
function suffixes(cursor: ExpressionCursor, plain: Call): Expression {
  let made = plain
  if (cursor.isWord('WITHIN') && cursor.isWord('GROUP', 1)) {
    cursor.at += 2
    cursor.expectSymbol('(')
    cursor.expectWord('ORDER')
    cursor.expectWord('BY')
    const withinGroup = [parseSortItem(cursor)]
    while (cursor.takeSymbol(',')) withinGroup.push(parseSortItem(cursor))
    cursor.expectSymbol(')')
    made = { ...made, withinGroup }
  }
  if (cursor.isWord('FILTER') && cursor.isSymbol('(', 1)) {
    cursor.at += 2
    cursor.expectWord('WHERE')
    made = { ...made, filter: cursor.expression() }
    cursor.expectSymbol(')')
  }
  if (cursor.takeWords('IGNORE', 'NULLS')) {
    if (choosing.has(made.name)) made = { ...made, args: [...made.args, literalOf(true, { kind: 'boolean' })] }
    else if (!collecting.has(made.name)) made = { ...made, ignoreNulls: true }
  } else if (cursor.takeWords('RESPECT', 'NULLS') && collecting.has(made.name)) {
    throw new MillraceError(
      'MILLRACE_UNSUPPORTED_FUNCTION',
      `This form of a function of Spark is not available here: ${made.name}(…) RESPECT NULLS. Nulls are left out; collect structs to keep them.`,
      { parameters: { functionName: made.name } },
    )
  }
  return parseOver(cursor, made)
}

/** Aggregates whose last argument says whether nulls count. */
const choosing: ReadonlySet<string> = new Set(['first', 'first_value', 'last', 'last_value', 'any_value'])

/** Functions that leave nulls out unless they are told to respect them; the others respect them anyhow. */
const collecting: ReadonlySet<string> = new Set(['collect_list', 'collect_set', 'array_agg'])

function parseOver(cursor: ExpressionCursor, input: Expression): Expression {
  if (!cursor.isWord('OVER') || !(cursor.isSymbol('(', 1) || cursor.isName(1))) return input
  cursor.next()
  return { kind: 'over', input, window: parseWindow(cursor) }
}

/** `first(x IGNORE NULLS)` and its kin: the word stands inside the brackets. */
export function parseNullsInside(cursor: ExpressionCursor): Expression {
  const name = cursor.next().text.toLowerCase()
  cursor.expectSymbol('(')
  const input = cursor.expression()
  cursor.expectWord('IGNORE')
  cursor.expectWord('NULLS')
  cursor.expectSymbol(')')
  const made = call(name, input, literalOf(true, { kind: 'boolean' }))
  return made.kind === 'call' ? suffixes(cursor, made) : made
}
