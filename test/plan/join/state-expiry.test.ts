import { describe, expect, test } from 'vitest'
import { expr } from '../../../lib/expressions/column-functions.ts'
import { bindJoin } from '../../../lib/plan/join/bind-join.ts'
import type { JoinType } from '../../../lib/plan/join/join-type.ts'
import { boundsPreserved, expiryLimit, joinWatermark, sideExpiries } from '../../../lib/plan/join/state-expiry.ts'
import { parseSchema } from '../../../lib/types/ddl/ddl.ts'
import { Schema } from '../../../lib/types/schema.ts'
import { plannerOf } from '../run-plan.ts'

const tagged = (schema: Schema, at: number) =>
  new Schema(schema.fields.map((one, column) => (column === at ? { ...one, metadata: { watermarkDelay: 0n } } : one)))
const plain = [
  parseSchema('lk STRING, lt TIMESTAMP, lv INT, lo TIMESTAMP'),
  parseSchema('rv INT, rt TIMESTAMP, rk STRING'),
] as const
const both = [tagged(plain[0], 1), tagged(plain[1], 1)] as const

const bound = (condition: string, inputs: readonly [Schema, Schema], type: JoinType = 'inner') =>
  bindJoin({ joinType: type, condition: expr(condition).expression, using: undefined }, inputs, plannerOf().binder).join
    .condition

/** Limits of both sides in ms after the watermark; undefined = rows never expire. */
function limits(condition: string, inputs: readonly [Schema, Schema] = both): readonly (number | undefined)[] {
  const watermark = 1_000_000_000_000n
  const sides = sideExpiries(bound(condition, inputs), inputs)
  return sides.map((one) => one && Number(expiryLimit(one, watermark) - watermark) / 1000)
}

describe('rows of a join of streams expire', () => {
  test.each<readonly [string, readonly (number | undefined)[]]>([
    ['lk = rk', [undefined, undefined]],
    ['lk = rk AND lt > rt', [0, undefined]],
    ['lk = rk AND lt >= rt', [-1, undefined]],
    ['lk = rk AND rt < lt', [0, undefined]],
    ['lk = rk AND rt <= lt', [-1, undefined]],
    ['lk = rk AND rt >= lt AND rt <= lt + INTERVAL 20 SECONDS', [-20_001, -1]],
    ['lk = rk AND rt BETWEEN lt AND lt + INTERVAL 20 SECONDS', [-20_001, -1]],
    ['lk = rk AND lt BETWEEN rt - INTERVAL 10 SECONDS AND rt + INTERVAL 5 SECONDS', [-10_001, -5001]],
    ["lk = rk AND rt + INTERVAL '1.5' SECOND >= lt AND rt - INTERVAL '2.5' SECOND < lt", [-2500, -1501]],
    ['lk = rk AND INTERVAL 1 MINUTE + lt > rt + INTERVAL 1 HOUR - INTERVAL 1 SECOND', [3_539_000, undefined]],
    ['lk = rk AND lt > rt AND lt > rt - INTERVAL 7 SECONDS', [-7000, undefined]],
    ['lk = rk AND lt + INTERVAL 1 MONTH > rt', [undefined, undefined]],
    ['lk = rk AND lo > rt', [undefined, undefined]],
    ['lk = rk AND (lt > rt OR lv > rv)', [undefined, undefined]],
    ['lt = rt', [0, 0]],
    ['lk = rk AND lt = rt', [0, 0]],
    ['lt = rt AND rt < lt + INTERVAL 10 SECONDS', [0, 0]],
    ['lo = rt', [0, 0]],
    ["lt + INTERVAL '1' SECOND = rt", [0, 0]],
  ])('%s: %o ms after the watermark', (condition, expected) => {
    expect(limits(condition)).toEqual(expected)
  })

  test('only where both sides have an event time, or a key is one', () => {
    const [left, right] = both
    expect(limits('lk = rk AND lt > rt', [left, plain[1]])).toEqual([undefined, undefined])
    expect(limits('lk = rk AND lt > rt', [plain[0], right])).toEqual([undefined, undefined])
    expect(limits('lt = rt', [plain[0], right])).toEqual([0, 0])
    expect(limits('lt = rt', [left, plain[1]])).toEqual([0, 0])
    expect(limits('lt = rt', plain)).toEqual([undefined, undefined])
  })

  test('never on a side with a number that its own column exceeds, as in Spark (golden random2-join-063)', () => {
    const sides = sideExpiries(bound('lk = rk AND lt > rt AND rt > lt - INTERVAL 5 SECONDS AND lv > 0', both), both)
    expect(sides.map((one) => one && expiryLimit(one, 9_000_000n))).toEqual([0n, 4_000_000n])
    expect(joinWatermark(sides, 9_000_000n)).toBe(0n)
  })

  test('and the join hands on the least limit, or the watermark when that is less', () => {
    const of = (condition: string) => joinWatermark(sideExpiries(bound(condition, both), both), 100_000_000n)
    expect(of('lk = rk')).toBe(100_000_000n)
    expect(of('lk = rk AND rt BETWEEN lt AND lt + INTERVAL 20 SECONDS')).toBe(79_999_000n)
    expect(of('lk = rk AND lt > rt + INTERVAL 20 SECONDS')).toBe(100_000_000n)
  })
})

describe('an outer join of streams is bounded', () => {
  test.each<readonly [string, readonly JoinType[]]>([
    ['lk = rk', []],
    ['lt = rt', ['left_outer', 'right_outer', 'full_outer', 'left_semi']],
    ['lk = rk AND lt > rt', ['left_outer', 'full_outer', 'left_semi']],
    ['lk = rk AND rt > lt', ['right_outer', 'full_outer']],
    ['lk = rk AND lv > rv', []],
  ])('%s: %o', (condition, types) => {
    const all: readonly JoinType[] = ['left_outer', 'right_outer', 'full_outer', 'left_semi']
    expect(all.filter((type) => boundsPreserved(type, bound(condition, both, type), both))).toEqual(types)
  })
})
