/** The functions that streaming jobs use most, each as Spark's text and as the loop that a program would hold instead. */

/** One batch of columns, as JavaScript has them. */
export interface Columns {
  readonly a: Int32Array
  readonly b: Int32Array
  readonly x: Float64Array
  readonly y: Float64Array
  /** Microseconds. */
  readonly at: BigInt64Array
  /** Different in each row; URLs. */
  readonly s: readonly string[]
  /** Of few different texts, with codes. */
  readonly d: readonly string[]
}

export interface FunctionCase {
  readonly sql: string
  /** Computes the column. */
  readonly loop: (columns: Columns, rows: number) => unknown
  /** Its text column is `d`: the engine has it as a dictionary. */
  readonly dictionary?: true
}

const ints = (of: (c: Columns, i: number) => number) => (c: Columns, rows: number) => {
  const out = new Int32Array(rows)
  for (let i = 0; i < rows; i++) out[i] = of(c, i)
  return out
}
const doubles = (of: (c: Columns, i: number) => number) => (c: Columns, rows: number) => {
  const out = new Float64Array(rows)
  for (let i = 0; i < rows; i++) out[i] = of(c, i)
  return out
}
const longs = (of: (c: Columns, i: number) => bigint) => (c: Columns, rows: number) => {
  const out = new BigInt64Array(rows)
  for (let i = 0; i < rows; i++) out[i] = of(c, i)
  return out
}
const flags = (of: (c: Columns, i: number) => boolean) => (c: Columns, rows: number) => {
  const out = new Uint8Array(rows)
  for (let i = 0; i < rows; i++) out[i] = of(c, i) ? 1 : 0
  return out
}
const texts = (of: (c: Columns, i: number) => string | null) => (c: Columns, rows: number) => {
  const out = new Array<string | null>(rows)
  for (let i = 0; i < rows; i++) out[i] = of(c, i)
  return out
}

const day = 86_400_000_000n
const hour = 3_600_000_000n

const dateAt = (micros: bigint): Date => new Date(Number(micros / 1000n))
const two = (value: number): string => String(value).padStart(2, '0')

/** Murmur3 of an INT, which Spark's hash is. */
function murmur(value: number, seed: number): number {
  const mixed = Math.imul(value, 0xcc9e2d51)
  let hash = seed ^ Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593)
  hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) ^ 4
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}

const plain: readonly FunctionCase[] = [
  { sql: 'a + b', loop: ints((c, i) => (c.a[i] as number) + (c.b[i] as number)) },
  { sql: 'a * 2 - b', loop: ints((c, i) => (c.a[i] as number) * 2 - (c.b[i] as number)) },
  { sql: 'x * y', loop: doubles((c, i) => (c.x[i] as number) * (c.y[i] as number)) },
  { sql: 'x / (y + 1)', loop: doubles((c, i) => (c.x[i] as number) / ((c.y[i] as number) + 1)) },
  { sql: 'a % 7', loop: ints((c, i) => (c.a[i] as number) % 7) },
  { sql: 'abs(a - b)', loop: ints((c, i) => Math.abs((c.a[i] as number) - (c.b[i] as number))) },
  { sql: 'round(x, 2)', loop: doubles((c, i) => Math.round((c.x[i] as number) * 100) / 100) },
  { sql: 'floor(x)', loop: longs((c, i) => BigInt(Math.floor(c.x[i] as number))) },
  { sql: 'sqrt(x)', loop: doubles((c, i) => Math.sqrt(c.x[i] as number)) },
  { sql: 'pow(x, 1.5)', loop: doubles((c, i) => (c.x[i] as number) ** 1.5) },
  { sql: 'log10(x + 1)', loop: doubles((c, i) => Math.log10((c.x[i] as number) + 1)) },
  { sql: 'greatest(a, b)', loop: ints((c, i) => Math.max(c.a[i] as number, c.b[i] as number)) },
  { sql: 'coalesce(nullif(a, 3), b)', loop: ints((c, i) => (c.a[i] === 3 ? (c.b[i] as number) : (c.a[i] as number))) },
  {
    sql: 'if(a > b, a, -b)',
    loop: ints((c, i) => ((c.a[i] as number) > (c.b[i] as number) ? (c.a[i] as number) : -(c.b[i] as number))),
  },
  {
    sql: 'CASE WHEN a < 10 THEN 1 WHEN a < 100 THEN 2 ELSE 3 END',
    loop: ints((c, i) => ((c.a[i] as number) < 10 ? 1 : (c.a[i] as number) < 100 ? 2 : 3)),
  },
  {
    sql: 'a BETWEEN 10 AND 500 AND x > 3',
    loop: flags((c, i) => (c.a[i] as number) >= 10 && (c.a[i] as number) <= 500 && (c.x[i] as number) > 3),
  },
  { sql: 'a IN (1, 2, 3, 5, 8, 13)', loop: flags((c, i) => [1, 2, 3, 5, 8, 13].includes(c.a[i] as number)) },
  { sql: 'CAST(a AS STRING)', loop: texts((c, i) => String(c.a[i])) },
  { sql: 'CAST(x AS INT)', loop: ints((c, i) => Math.trunc(c.x[i] as number)) },
  {
    sql: 'hash(a, b)',
    loop: ints((c, i) => murmur(c.b[i] as number, murmur(c.a[i] as number, 42))),
  },
  { sql: 'hour(at)', loop: ints((c, i) => dateAt(c.at[i] as bigint).getUTCHours()) },
  { sql: 'year(at)', loop: ints((c, i) => dateAt(c.at[i] as bigint).getUTCFullYear()) },
  { sql: "date_trunc('hour', at)", loop: longs((c, i) => ((c.at[i] as bigint) / hour) * hour) },
  { sql: 'to_date(at)', loop: ints((c, i) => Number((c.at[i] as bigint) / day)) },
  { sql: "at + INTERVAL '1' DAY", loop: longs((c, i) => (c.at[i] as bigint) + day) },
  { sql: 'unix_timestamp(at)', loop: longs((c, i) => (c.at[i] as bigint) / 1_000_000n) },
  {
    sql: "date_format(at, 'yyyy-MM-dd HH:mm')",
    loop: texts((c, i) => {
      const t = dateAt(c.at[i] as bigint)
      return `${t.getUTCFullYear()}-${two(t.getUTCMonth() + 1)}-${two(t.getUTCDate())} ${two(t.getUTCHours())}:${two(t.getUTCMinutes())}`
    }),
  },
]

const onText = (t: 's' | 'd'): readonly FunctionCase[] =>
  [
    { sql: `length(${t})`, loop: ints((c, i) => (c[t][i] as string).length) },
    { sql: `upper(${t})`, loop: texts((c, i) => (c[t][i] as string).toUpperCase()) },
    { sql: `substring(${t}, 5, 8)`, loop: texts((c, i) => (c[t][i] as string).slice(4, 12)) },
    { sql: `concat(${t}, '-x')`, loop: texts((c, i) => `${c[t][i]}-x`) },
    { sql: `${t} = 'https://example.org/7/item'`, loop: flags((c, i) => c[t][i] === 'https://example.org/7/item') },
    { sql: `${t} LIKE '%org/1%'`, loop: flags((c, i) => (c[t][i] as string).includes('org/1')) },
    { sql: `startswith(${t}, 'https')`, loop: flags((c, i) => (c[t][i] as string).startsWith('https')) },
    { sql: `trim(${t})`, loop: texts((c, i) => (c[t][i] as string).trim()) },
    { sql: `replace(${t}, 'example', 'x')`, loop: texts((c, i) => (c[t][i] as string).replaceAll('example', 'x')) },
    { sql: `split_part(${t}, '/', 4)`, loop: texts((c, i) => (c[t][i] as string).split('/')[3] ?? '') },
    {
      sql: `regexp_extract(${t}, '/([0-9]+)/', 1)`,
      loop: texts((c, i) => /\/([0-9]+)\//.exec(c[t][i] as string)?.[1] ?? ''),
    },
    { sql: `${t} RLIKE '[0-9]{2,}'`, loop: flags((c, i) => /[0-9]{2,}/.test(c[t][i] as string)) },
    { sql: `instr(${t}, 'item')`, loop: ints((c, i) => (c[t][i] as string).indexOf('item') + 1) },
  ].map((one) => (t === 'd' ? { ...one, dictionary: true } : one))

/** 27 of numbers and times, 13 of texts, and these over a dictionary once more. */
export const functionCases: readonly FunctionCase[] = [...plain, ...onText('s'), ...onText('d')]
