/**
 * Arguments that Spark adds at the end of a call when they are left out. They show in names and messages:
 * `substring(s, 2)` is called `substring(s, 2, 2147483647)`.
 */
import { call, intLiteral, literalOf, textLiteral } from '../build.ts'
import type { Expression } from '../expression.ts'

const plainTime = textLiteral('yyyy-MM-dd HH:mm:ss')

const blank = textLiteral(' ')

/** BINARY is padded with zeros. */
const zeroByte = literalOf(new Uint8Array(1), { kind: 'binary' })

const noSeconds = literalOf(0n, { kind: 'decimal', precision: 8, scale: 6 })

/** By function: what its last arguments are, and how many there are in all. */
const defaults: ReadonlyMap<string, readonly [total: number, last: readonly Expression[]]> = new Map([
  ['substring', [3, [intLiteral(2_147_483_647)]]],
  ['substr', [3, [intLiteral(2_147_483_647)]]],
  ['locate', [3, [intLiteral(1)]]],
  ['position', [3, [intLiteral(1)]]],
  ['overlay', [4, [intLiteral(-1)]]],
  ['split', [3, [intLiteral(-1)]]],
  ['lpad', [3, [blank]]],
  ['rpad', [3, [blank]]],
  ['replace', [3, [textLiteral('')]]],
  ['round', [2, [intLiteral(0)]]],
  ['bround', [2, [intLiteral(0)]]],
  ['regexp_extract', [3, [intLiteral(1)]]],
  ['regexp_extract_all', [3, [intLiteral(1)]]],
  ['regexp_replace', [4, [intLiteral(1)]]],
  ['str_to_map', [3, [textLiteral(','), textLiteral(':')]]],
  ['sentences', [3, [textLiteral(''), textLiteral('')]]],
  ['sort_array', [2, [literalOf(true, { kind: 'boolean' })]]],
  ['months_between', [3, [literalOf(true, { kind: 'boolean' })]]],
  ['from_unixtime', [2, [plainTime]]],
  ['to_unix_timestamp', [2, [plainTime]]],
  ['unix_timestamp', [2, [call('current_timestamp'), plainTime]]],
  ['make_interval', [7, [...Array.from({ length: 6 }, () => intLiteral(0)), noSeconds]]],
  ['try_make_interval', [7, [...Array.from({ length: 6 }, () => intLiteral(0)), noSeconds]]],
  ['make_ym_interval', [2, [intLiteral(0), intLiteral(0)]]],
  ['make_dt_interval', [4, [intLiteral(0), intLiteral(0), intLiteral(0), noSeconds]]],
  ['aggregate', [4, [identity()]]],
  ['reduce', [4, [identity()]]],
])

function identity(): Expression {
  return { kind: 'lambda', parameters: ['id'], body: { kind: 'column', path: ['id'] } }
}

/**
 * The arguments of a call, completed by those that may be left out.
 *
 * @param isBinary whether an argument is BINARY
 */
export function withDefaults(
  name: string,
  args: readonly Expression[],
  isBinary: (arg: Expression) => boolean,
): readonly Expression[] {
  const known = defaults.get(name)
  if (!known) return args
  const [total, last] = known
  const missing = total - args.length
  if (missing <= 0 || missing > last.length) return args
  if (last[0] === blank && args[0] && isBinary(args[0])) return [...args, zeroByte]
  return [...args, ...last.slice(last.length - missing)]
}
