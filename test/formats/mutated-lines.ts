/**
 * Lines of json and csv that something has happened to: bytes flipped, dropped or put in, pieces cut off, doubled or
 * swapped, odd numbers and dates, ill-formed UTF-8. The same seed gives the same lines, whatever the machine.
 */

/** Columns of both formats; json has those of `jsonOnlyColumns` besides. */
export const mutatedColumns =
  'id BIGINT, name STRING, ok BOOLEAN, price DOUBLE, amount DECIMAL(10,2), at TIMESTAMP, day DATE, size INT, note STRING'
const jsonOnlyColumns = 'tags ARRAY<STRING>, place STRUCT<city: STRING, zip: INT>, counts MAP<STRING, INT>'

export type MutatedFormat = 'json' | 'csv'

export const mutatedSchema: Readonly<Record<MutatedFormat, string>> = {
  json: `${mutatedColumns}, ${jsonOnlyColumns}`,
  csv: mutatedColumns,
}

/** Numbers in 0 … 2^32-1 from a seed (xorshift). */
class Dice {
  #state: number

  constructor(seed: number) {
    this.#state = seed | 0 || 1
  }

  /** A whole number in 0 … bound-1. */
  below(bound: number): number {
    let x = this.#state
    x ^= x << 13
    x ^= x >>> 17
    x ^= x << 5
    this.#state = x
    return (x >>> 0) % bound
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T
  }
}

const numbers =
  '0 -0 1 -1 +1 01 007 1. .5 1.5 -2.25 1e3 1E+2 1e-400 1e400 12345678.91 123456789.915 2147483647 2147483648 -2147483649 9223372036854775807 9223372036854775808 99999999999999999999999 0.1e1 NaN -Infinity Infinity +INF 0x10 1_000 1,5 3f 3d 1e 1e+ - --1 null true "7" "1.5" 12345678901234567890123456789012345678901 0.000000000000000000001'.split(
    ' ',
  )
const times =
  '2026-01-02T03:04:05.678Z 2026-01-02T03:04:05 2026-01-02 2026-1-2 2026-02-30 2026-13-01 2026 2026-01 2026-01-02T24:00:00Z 2026-01-02T03:04:05.123456789+05:30 2026-01-02T03:04:05+9 0000-01-01 -0001-01-01 10000-01-01T00:00:00Z 294248-01-01 2026-01-02T03:04 2026-01-02T03 2026/01/02 1500-02-29 1582-10-10 now epoch 1767323045 2026-01-02T03:04:05.678z 2026-01-02T3:4:5'
    .split(' ')
    .concat(['2026-01-02 03:04:05', ' 2026-01-02 ', '2026-01-02 03:04:05 Europe/Paris', '2026-01-02 x', ''])
const words = ['', ' ', 'plain', 'two words', 'é', '日本', '😀', "it's", 'a;b', 'NULL', 'x'.repeat(40), '\\', '/', '#']

/** Bytes that mean something to one of the formats. */
const structural = new TextEncoder().encode('{}[]",:\\,\'" \t\r\n#/*;|0-+.eEtfnuNI\0\u0007')
const pieces = [
  '""', '\\"', '","', ',,', '{}', '[]', 'null', '\\u00e9', '\\ud800', '\\u00', '\\x', '/*c*/', '//', '\r\n', '\r', '\n', '":', '": ', '{"a":1}', '[[', ']]', '"\\\\"', 'true', 'NaN', '\ufeff', '\u2028', '\u00a0', '  ', '\\', "'", "''", '{"id":1}', '}{', '},{', ',"id":2', ',"x":{"y":[1,{"z":null}]}', ',"name":null', '"id"',
] // biome-ignore format: one list
  .map((text) => new TextEncoder().encode(text))
const illFormed = [[0xff], [0xc3], [0xe2, 0x82], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf0, 0x9f, 0x98], [0x80], [0xf8]]

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

/** One of the odd values now and then, else one of the plain ones. */
const mostly = (dice: Dice, plain: readonly string[], odd: readonly string[]): string =>
  dice.pick(dice.below(20) === 0 ? odd : plain)

function fieldsOf(dice: Dice): string[] {
  const day = `2026-0${1 + dice.below(9)}-${10 + dice.below(18)}`
  return [
    mostly(dice, [`${dice.below(1_000_000)}`], numbers),
    dice.pick(words),
    mostly(dice, ['true', 'false', 'null'], ['True', 'yes', '1', '"true"']),
    mostly(dice, [`${dice.below(1000)}.${dice.below(1000)}`], numbers),
    mostly(dice, [`${dice.below(100_000)}.${dice.below(100)}`], numbers),
    mostly(dice, [`${day}T${10 + dice.below(14)}:00:0${dice.below(10)}.${100 + dice.below(900)}Z`], times),
    mostly(dice, [day], times),
    mostly(dice, [`${dice.below(100_000)}`], numbers),
    dice.pick(words),
  ]
}

const names = ['id', 'name', 'ok', 'price', 'amount', 'at', 'day', 'size', 'note']
const textual = new Set([1, 5, 6, 8])

function jsonLine(dice: Dice): string {
  const members = fieldsOf(dice).map((value, at) => `"${names[at]}":${textual.has(at) ? JSON.stringify(value) : value}`)
  members.push(
    `"tags":${mostly(dice, ['[]', '["a"]', '["a","b",null]', 'null'], ['[1,2.50,{"x": 1}]', '"a"', '[["x"]]'])}`,
    `"place":${mostly(dice, ['{"city":"Rome","zip":1}', '{"zip":2,"city":"x"}', '{}', 'null'], ['[]', '{"zip":"x"}', '"x"'])}`,
    `"counts":${mostly(dice, ['{"a":1,"b":2}', '{}', '{"a":null}', 'null'], ['{"a":1,"a":2}', '[1]', '{"a":"x","b":3}'])}`,
  )
  // Swapped, missing and doubled members.
  for (let i = dice.below(3); i > 0; i--) {
    const a = dice.below(members.length)
    const b = dice.below(members.length)
    const kept = members[a] as string
    members[a] = members[b] as string
    members[b] = kept
  }
  if (dice.below(6) === 0) members.splice(dice.below(members.length), 1 + dice.below(3))
  if (dice.below(12) === 0) members.push(dice.pick(members))
  return `{${members.join(dice.pick([',', ',', ', ', ' ,\t']))}}`
}

function csvLine(dice: Dice): string {
  const fields = fieldsOf(dice).map((value) =>
    /[",\r\n]/.test(value) || dice.below(8) === 0 ? `"${value.replaceAll(/["\\]/g, '\\$&')}"` : value,
  )
  if (dice.below(12) === 0) fields.splice(dice.below(fields.length), 1 + dice.below(3))
  if (dice.below(12) === 0) fields.push(dice.pick(fields))
  return fields.join(dice.pick([',', ',', ',', ', ', ' ,']))
}

function spliced(bytes: Uint8Array, at: number, removed: number, inserted: ArrayLike<number>): Uint8Array {
  const behind = bytes.subarray(Math.min(bytes.length, at + removed))
  const out = new Uint8Array(at + inserted.length + behind.length)
  out.set(bytes.subarray(0, at))
  out.set(inserted, at)
  out.set(behind, at + inserted.length)
  return out
}

function mutation(bytes: Uint8Array, dice: Dice): Uint8Array {
  const at = dice.below(bytes.length + 1)
  switch (dice.below(12)) {
    case 0: {
      const flipped = bytes.slice()
      if (at < flipped.length) flipped[at] = (flipped[at] as number) ^ (1 << dice.below(8))
      return flipped
    }
    case 1:
      return spliced(bytes, at, 1 + dice.below(4), [])
    case 2:
    case 3:
      return spliced(bytes, at, dice.below(2), [dice.pick([...structural])])
    case 4:
      return bytes.slice(0, at)
    case 5:
      return spliced(bytes, at, 0, bytes.subarray(dice.below(at + 1), at))
    case 6:
    case 7:
      return spliced(bytes, at, dice.below(3), dice.pick(pieces))
    case 8:
      return spliced(bytes, at, dice.below(2), dice.pick(illFormed))
    case 9:
      return spliced(bytes, at, dice.below(6), bytesOf(dice.pick(dice.below(2) === 0 ? numbers : times)))
    case 10: {
      const two = dice.below(bytes.length + 1)
      const [from, end] = at < two ? [at, two] : [two, at]
      return spliced(bytes, from, end - from, bytes.slice(from, end).reverse())
    }
    default:
      return dice.below(40) === 0
        ? spliced(bytes, at, 0, new Uint8Array(20_000 + dice.below(50_000)).fill(0x61))
        : bytes
  }
}

/** Lines without the feed behind them; some hold line ends of their own. */
export function* mutatedLines(format: MutatedFormat, seed: number, count: number): Generator<Uint8Array, void, void> {
  const dice = new Dice(seed)
  for (let i = 0; i < count; i++) {
    let bytes: Uint8Array = bytesOf(format === 'json' ? jsonLine(dice) : csvLine(dice))
    for (let n = dice.pick([0, 0, 1, 1, 1, 2, 3]); n > 0; n--) bytes = mutation(bytes, dice)
    yield bytes
  }
}
