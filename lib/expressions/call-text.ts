/** Calls as Spark prints them in column names and messages: operators infix, CASE spelled out, the rest as `f(a, b)`. */

const infix = new Set('+ - * / % div = == <=> < <= > >= and or & | ^ << >> >>>'.split(' '))
const printedAs: { readonly [name: string]: string } = {
  '==': '=',
  and: 'AND',
  or: 'OR',
}

/** Mathematics that Spark prints in capitals, and a few more. */
const capitals = new Set(
  (
    'acos acosh asin asinh atan atan2 atanh cbrt cos cosh cot csc degrees e exp expm1 hypot log log10 log1p log2 pi power ' +
    'radians regexp regexp_like rlike sec signum sin sinh spark_partition_id sqrt tan tanh'
  ).split(' '),
)

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
    case 'ilike':
      return `ilike(${first}, ${second})`
    case 'ceil':
    case 'floor':
      return `${args.length === 1 ? name.toUpperCase() : name}(${args.join(', ')})`
    case 'likeany':
    case 'likeall':
    case 'notlikeany':
    case 'notlikeall':
      return `${name}(${first})`
    case 'extract':
    case 'datepart':
      return `${name}(${first} FROM ${second})`
    case 'trim':
    case 'ltrim':
    case 'rtrim':
      return args.length === 2 ? `TRIM(${trimSides[name]} ${first} FROM ${second})` : `${name}(${first})`
    case 'log':
      return `LOG(${[...(args.length === 1 ? ['E()'] : []), ...args].join(', ')})`
    default:
      return `${capitals.has(name) ? name.toUpperCase() : name}(${distinct ? 'DISTINCT ' : ''}${args.join(', ')})`
  }
}
