/** Calls as Spark prints them in column names and messages: operators infix, CASE spelled out, the rest as `f(a, b)`. */

const infix = new Set('+ - * / % div = == <=> <> != < <= > >= and or & | ^ << >> >>> like rlike ilike'.split(' '))
const printedAs: { readonly [name: string]: string } = {
  '==': '=',
  and: 'AND',
  or: 'OR',
  div: 'div',
  like: 'LIKE',
  mod: '%',
}

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
  if (args.length === 2 && (name === 'rlike' || name === 'ilike')) return `${name.toUpperCase()}(${first}, ${second})`
  if (args.length === 2 && name === 'like') return `${first} LIKE ${second}`
  if (args.length === 2 && infix.has(name)) return `(${first} ${printedAs[name] ?? name} ${second})`
  switch (name) {
    case 'negative':
      return args.length === 1 ? `(- ${first})` : `negative(${args.join(', ')})`
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
    default:
      return `${name}(${distinct ? 'DISTINCT ' : ''}${args.join(', ')})`
  }
}
