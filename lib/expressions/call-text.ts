/** Calls as Spark prints them in column names and messages: operators infix, CASE spelled out, the rest as `f(a, b)`. */

const infix = new Set('+ - * / % div = == <=> < <= > >= and or & | ^ << >> >>>'.split(' '))
const printedAs: { readonly [name: string]: string } = {
  '==': '=',
  and: 'AND',
  or: 'OR',
}

const trimSides = { trim: 'BOTH', ltrim: 'LEADING', rtrim: 'TRAILING' }

/** `CASE WHEN a THEN b ELSE c END` from (a, b, c). */
function caseText(args: readonly string[]): string {
  const parts = ['CASE']
  for (let at = 0; at + 1 < args.length; at += 2) parts.push(`WHEN ${args[at]} THEN ${args[at + 1]}`)
  if (args.length % 2 === 1) parts.push(`ELSE ${args[args.length - 1]}`)
  return `${parts.join(' ')} END`
}

/**
 * The text of a call whose arguments are text already.
 *
 * @param name registry name; an operator's is its symbol
 */
export function callText(name: string, args: readonly string[], distinct = false): string {
  const [first = '', second = ''] = args
  if (args.length === 2 && (name === '<>' || name === '!=')) return `(NOT (${first} = ${second}))`
  if (args.length === 2 && infix.has(name)) return `(${first} ${printedAs[name] ?? name} ${second})`
  if (args.length === 1 && name === '-') return `(- ${first})`
  switch (name) {
    case 'positive':
      return `(+ ${first})`
    case 'not':
    case '!':
      return `(NOT ${first})`
    case '~':
      return `~${first}`
    case 'isnull':
      return `(${first} IS NULL)`
    case 'isnotnull':
      return `(${first} IS NOT NULL)`
    case 'in':
      return `(${first} IN (${args.slice(1).join(', ')}))`
    case 'when':
      return caseText(args)
    case 'if':
      return `(IF(${args.join(', ')}))`
    case 'like':
      return `${first} LIKE ${second}${args[2] === undefined || args[2] === '\\' ? '' : ` ESCAPE '${args[2]}'`}`
    case 'rlike':
      return `RLIKE(${args.join(', ')})`
    case 'ceil':
    case 'floor':
    case 'power':
      return `${name.toUpperCase()}(${args.join(', ')})`
    case 'likeany':
    case 'likeall':
    case 'notlikeany':
    case 'notlikeall':
      return `${name}(${first})`
    case 'extract':
      return `extract(${first} FROM ${second})`
    case 'trim':
    case 'ltrim':
    case 'rtrim':
      return args.length === 2 ? `TRIM(${trimSides[name]} ${first} FROM ${second})` : `${name}(${first})`
    default:
      return `${name}(${distinct ? 'DISTINCT ' : ''}${args.join(', ')})`
  }
}
