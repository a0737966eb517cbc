import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expr } from '../../lib/expressions/column-functions.ts'
import type { JoinType } from '../../lib/plan/join/join-type.ts'
import { makeNode } from '../../lib/plan/node.ts'
import { planQuery } from '../../lib/plan/plan-query.ts'
import { schemaOf } from '../../lib/plan/planner.ts'
import type { SqlValue } from '../../lib/types/data-type.ts'
import { alias, crossJoin, filter, join } from '../../operators/index.ts'
import { planned, plannerOf, runEpoch, source, started } from '../plan/run-plan.ts'
import { condition, printed, table$ } from './pipe.ts'

type Row = readonly SqlValue[]
type Matches = (left: Row, right: Row) => boolean

/** What a join is, row by row. */
function oracle(type: JoinType, left: readonly Row[], right: readonly Row[], matches: Matches, width = 3): Row[] {
  const nulls: Row = Array.from({ length: width }, () => null)
  const out: Row[] = []
  const matchedRight = new Set<Row>()
  for (const l of left) {
    const found = right.filter((r) => matches(l, r))
    for (const r of found) matchedRight.add(r)
    if (type === 'existence') out.push([...l, found.length > 0])
    else if (type === 'left_semi' || type === 'left_anti') {
      if (found.length > 0 === (type === 'left_semi')) out.push(l)
    } else if (found.length > 0) out.push(...found.map((r) => [...l, ...r]))
    else if (type === 'left_outer' || type === 'full_outer') out.push([...l, ...nulls])
  }
  if (type === 'right_outer' || type === 'full_outer')
    out.push(...right.filter((r) => !matchedRight.has(r)).map((r) => [...nulls, ...r]))
  return out
}

const same = (a: SqlValue | undefined, b: SqlValue | undefined) => a !== null && b !== null && a === b
const less = (a: SqlValue | undefined, b: SqlValue | undefined) => a !== null && b !== null && Number(a) < Number(b)

/** Conditions over `l` and `r`, both of k INT, s STRING, v BIGINT. */
const conditions: readonly (readonly [string | undefined, Matches])[] = [
  ['l.k = r.k', (l, r) => same(l[0], r[0])],
  ['l.s = r.s', (l, r) => same(l[1], r[1])],
  ['l.k <=> r.k', (l, r) => l[0] === r[0]],
  ['l.k = r.k AND l.s <=> r.s', (l, r) => same(l[0], r[0]) && l[1] === r[1]],
  ['r.s = l.s AND l.v < r.v', (l, r) => same(l[1], r[1]) && less(l[2], r[2])],
  ['l.k + 1 = r.v', (l, r) => l[0] !== null && r[2] !== null && BigInt(Number(l[0]) + 1) === r[2]],
  ['l.k = r.k AND (l.v < r.v OR l.s IS NULL)', (l, r) => same(l[0], r[0]) && (less(l[2], r[2]) || l[1] === null)],
  ['l.v < r.v', (l, r) => less(l[2], r[2])],
  ['l.k = r.k AND l.v > 1', (l, r) => same(l[0], r[0]) && less(1, l[2])],
  ['l.k = r.k AND r.v > 1', (l, r) => same(l[0], r[0]) && less(1, r[2])],
  ['l.k = r.k AND r.k = 2', (l, r) => same(l[0], r[0]) && r[0] === 2],
  [undefined, () => true],
]

const asked: readonly JoinType[] = ['left_semi', 'left_anti', 'existence']
const types: readonly JoinType[] = ['inner', 'left_outer', 'right_outer', 'full_outer', ...asked]

const ddl = 'k INT, s STRING, v BIGINT'
const rows = (most: number) =>
  fc.array(
    fc.tuple(
      fc.option(fc.integer({ min: 0, max: 4 })),
      fc.option(fc.constantFrom('', 'a', 'a longer text than sixteen bytes')),
      fc.option(fc.bigInt({ min: 0n, max: 4n })),
    ),
    { maxLength: most },
  )

const shown = (list: readonly Row[]) =>
  list.map((row) => JSON.stringify(row, (_, one) => (typeof one === 'bigint' ? `${one}n` : one))).sort()

const sides = (streaming: readonly [boolean, boolean]) =>
  [alias.node(source('l', ddl, streaming[0]), 'l'), alias.node(source('r', ddl, streaming[1]), 'r')] as const

/** The rows of a join, whose sides may each have lost some. */
async function joined(
  type: JoinType,
  on: string | undefined,
  data: { readonly l: readonly Row[]; readonly r: readonly Row[] },
  options: { readonly streaming: readonly [boolean, boolean]; readonly filtered: boolean; readonly rowsAtOnce: number },
): Promise<SqlValue[][]> {
  const [l, r] = sides(options.streaming)
  const left = options.filtered ? filter.node(l, 'v IS NULL OR v <> 3') : l
  const written = on === undefined ? undefined : expr(on).expression
  const plan = makeNode('join', { joinType: type, condition: written, using: undefined, mark: 'found' }, [left, r])
  const planner = plannerOf()
  const query = options.streaming.some((one) => one)
    ? planned(plan, planner)
    : planQuery(plan, planner, { kind: 'batch', outputMode: 'append' })
  const run = await started(query)
  const first = runEpoch(run, data, 0, 0n, options.rowsAtOnce)
  // Nothing is left of an epoch in the next one.
  const second = runEpoch(run, data, 1, 0n, options.rowsAtOnce)
  expect(second.rows).toEqual(first.rows)
  run.running.close()
  return first.rows
}

describe('the rows of a join', () => {
  const streamings: readonly (readonly [readonly [boolean, boolean], readonly JoinType[]])[] = [
    [[false, false], types],
    [
      [true, false],
      ['inner', 'left_outer', ...asked],
    ],
    [
      [false, true],
      ['inner', 'right_outer'],
    ],
  ]

  test.each(streamings)('are those of a nested loop, streaming %j', async (streaming, kinds) => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...kinds),
        fc.constantFrom(...conditions),
        rows(12),
        rows(12),
        fc.boolean(),
        fc.integer({ min: 1, max: 7 }),
        async (type, [on, matches], l, r, filtered, rowsAtOnce) => {
          const left = filtered ? l.filter((row) => row[2] !== 3n) : l
          const got = await joined(type, on, { l, r }, { streaming, filtered, rowsAtOnce })
          expect(shown(got)).toEqual(shown(oracle(type, left, r, matches)))
        },
      ),
      { numRuns: 300 },
    )
  })

  test('are complete when there are more pairs than are made at once', async () => {
    const l = Array.from({ length: 300 }, (_, at): Row => [1, `${at}`, BigInt(at)])
    const options = { streaming: [true, false] as const, filtered: false, rowsAtOnce: 1000 }
    for (const [type, on, count] of [
      ['inner', 'l.k = r.k', 90_000],
      ['left_outer', 'l.k = r.k AND l.v < r.v', 44_850 + 1],
      ['left_semi', 'l.k = r.k AND l.v < r.v', 299],
      ['left_anti', 'l.k = r.k AND l.v < r.v', 1],
    ] as const) {
      expect((await joined(type, on, { l, r: l }, options)).length).toBe(count)
    }
  })
})

describe('the columns of a join', () => {
  const a = () => source('a', 'k INT, s STRING, v DOUBLE', false)
  const b = () => source('b', 'k BIGINT, t STRING, w INT NOT NULL', false)
  const columns = (node: Parameters<typeof schemaOf>[0]) =>
    schemaOf(node, plannerOf()).fields.map((one) => `${one.name} ${one.type.kind}${one.nullable ? '' : ' not null'}`)
  const left = ['k int', 's string', 'v double']
  const right = ['k long', 't string', 'w int not null']
  const rightNullable = ['k long', 't string', 'w int']

  // Recorded from Spark 4.3: df.join(…, condition, how).schema and df.join(…, 'k', how).schema.
  test.each([
    ['inner', [...left, ...right], [...left, 't string', 'w int not null']],
    ['cross', [...left, ...right], [...left, 't string', 'w int not null']],
    ['outer', [...left, ...rightNullable], ['k long', 's string', 'v double', 't string', 'w int']],
    ['left', [...left, ...rightNullable], [...left, 't string', 'w int']],
    ['right', [...left, ...right], ['k long', 's string', 'v double', 't string', 'w int not null']],
    ['semi', left, left],
    ['anti', left, left],
  ])('of type %s are those of Spark', (how, onCondition, byName) => {
    const on = expr('a.k = b.k')
    expect(columns(join.node(alias.node(a(), 'a'), alias.node(b(), 'b'), on, how))).toEqual(onCondition)
    expect(columns(join.node(a(), b(), 'K', how))).toEqual(byName)
  })

  test('that both sides have must be told apart', () => {
    const both = join.node(alias.node(a(), 'a'), alias.node(b(), 'b'), expr('a.k = b.k'))
    const texts = [
      condition(() => columns(filter.node(both, 'k = 1'))),
      condition(() => columns(join.node(a(), b(), expr('k = w')))),
      condition(() => columns(join.node(a(), b(), ['k', 'nope']))),
      condition(() => columns(join.node(a(), b(), expr('v + w')))),
      condition(() => columns(join.node(a(), b(), expr('rand() > v')))),
      condition(() => join.node(a(), b(), 'k', 'natural')),
    ]
    expect(texts).toMatchInlineSnapshot(`
      [
        "AMBIGUOUS_REFERENCE: Reference \`k\` is ambiguous, could be: [\`a\`.\`k\`, \`b\`.\`k\`].",
        "AMBIGUOUS_REFERENCE: Reference \`k\` is ambiguous, could be: [\`k\`, \`k\`].",
        "UNRESOLVED_USING_COLUMN_FOR_JOIN: USING column \`nope\` cannot be resolved on the left side of the join. The left-side columns: [\`k\`, \`s\`, \`v\`].",
        "JOIN_CONDITION_IS_NOT_BOOLEAN_TYPE: The join condition "(v + w)" has the invalid type "DOUBLE", expected "BOOLEAN".",
        "INVALID_NON_DETERMINISTIC_EXPRESSIONS: The operator expects a deterministic expression, but the actual expression is "(rand() > v)".",
        "UNSUPPORTED_JOIN_TYPE: Unsupported join type 'natural'. Supported join types include: 'inner', 'outer', 'full', 'fullouter', 'full_outer', 'leftouter', 'left', 'left_outer', 'rightouter', 'right', 'right_outer', 'leftsemi', 'left_semi', 'semi', 'leftanti', 'left_anti', 'anti', 'cross'.",
      ]
    `)
    expect(columns(filter.node(both, 'b.k = 1'))).toHaveLength(6)
  })
})

describe('in plain RxJS', () => {
  const epoch = (rows: string, header: string) =>
    table$(`
  ${header}
  epoch 0
  ${rows.split(', ').join('\n  ')}
  barrier 0`)
  const readings = () => epoch('a 1, b 2, null 3, c 4', 'device:string n:long')
  const names = () => epoch('a Alpha, b Beta, b Beta2, null Null', 'device:string name:string')

  test('a table is joined to a stream by name', () => {
    expect(printed(readings().pipe(join(names(), 'device')))).toMatchInlineSnapshot(`
      "device:string n:bigint name:string
      epoch 0
      a 1 Alpha
      b 2 Beta
      b 2 Beta2
      barrier 0"
    `)
    expect(printed(readings().pipe(join(names(), 'device', 'outer')))).toMatchInlineSnapshot(`
      "device:string n:bigint name:string
      epoch 0
      a 1 Alpha
      b 2 Beta
      b 2 Beta2
      null 3 null
      c 4 null
      --
      null null Null
      barrier 0"
    `)
    expect(printed(readings().pipe(join(names(), ['device'], 'left_anti')))).toMatchInlineSnapshot(`
      "device:string n:bigint
      epoch 0
      null 3
      c 4
      barrier 0"
    `)
  })

  test('all pairs', () => {
    const one = epoch('x 1', 'key:string m:long')
    expect(printed(readings().pipe(crossJoin(one)))).toMatchInlineSnapshot(`
      "device:string n:bigint key:string m:bigint
      epoch 0
      a 1 x 1
      b 2 x 1
      null 3 x 1
      c 4 x 1
      barrier 0"
    `)
  })
})
