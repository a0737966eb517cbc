/** Builders whose arguments stand in another order than SQL's, or have values of their own, against Spark's results. */
import { afterAll, expect, test } from 'vitest'
import * as f from '../../../lib/expressions/builders/index.ts'
import { testSession } from '../../session/sessions.ts'

const { session } = testSession()
afterAll(() => session.stop())

const { col, lit } = f

/** By the texts of calls in Spark SQL 4.3, of a row s = 'xxSparkxx', n = 3, a = [3, 1, null], m = {k: 1}. */
const cases: readonly (readonly [string, f.Column, unknown])[] = [
  ["trim(BOTH 'x' FROM s)", f.trim('s', lit('x')), 'Spark'],
  ["ltrim('x', s)", f.ltrim('s', lit('x')), 'Sparkxx'],
  ["btrim(s, 'x')", f.btrim('s', lit('x')), 'Spark'],
  ["locate('x', s, 3)", f.locate('x', 's', 3), 8],
  ["position('x', s, n)", f.position(lit('x'), 's', 'n'), 8],
  ["instr(s, 'S')", f.instr('s', 'S'), 3],
  ["overlay(s PLACING '-' FROM 2 FOR n)", f.overlay('s', lit('-'), 2, 'n'), 'x-arkxx'],
  ["lpad(s, 11, '-')", f.lpad('s', 11, '-'), '--xxSparkxx'],
  ['lpad(s, 10)', f.lpad('s', 10), ' xxSparkxx'],
  ["mask(s, 'X', 'y')", f.mask('s', undefined, lit('y')), 'yyXyyyyyy'],
  ["conv('ff', 16, 10)", f.conv(lit('ff'), 16, 10), '255'],
  ['width_bucket(n, 0, 10, 5)', f.widthBucket('n', 0, 10, 5), 2n],
  ['shiftleft(n, 2)', f.shiftleft('n', 2), 12],
  ['atan2(0, n)', f.atan2(0, 'n'), 0],
  ['log(10, 100)', f.log(10, 100), 2],
  ["split(s, 'x+')", f.split('s', 'x+'), ['', 'Spark', '']],
  ["regexp_extract(s, '(S)(p)', 2)", f.regexpExtract('s', '(S)(p)', 2), 'p'],
  ["'a%' LIKE 'a/%' ESCAPE '/'", f.like(lit('a%'), lit('a/%'), '/'), true],
  ["extract(month FROM DATE'2026-03-01')", f.extract('month', f.makeDate(2026, 'n', 1)), 3],
  ["datediff(DATE'2026-03-04', DATE'2026-03-01')", f.datediff(f.makeDate(2026, 3, 4), f.makeDate(2026, 'n', 1)), 3],
  [
    "date_format(date_trunc('month', make_timestamp(2026, n, 4, 5, 6, 7)), 'dd HH')",
    f.dateFormat(f.dateTrunc('month', f.makeTimestamp(2026, 'n', 4, 5, 6, 7)), 'dd HH'),
    '01 00',
  ],
  [
    "timestampdiff(DAY, TIMESTAMP'2026-03-01', TIMESTAMP'2026-03-04')",
    f.timestampDiff('DAY', f.makeTimestamp(2026, 3, 1, 0, 0, 0), f.makeTimestamp(2026, 3, 4, 0, 0, 0)),
    3n,
  ],
  [
    "hour(convert_timezone('UTC', 'Asia/Tokyo', TIMESTAMP_NTZ'2026-03-01 00:00:00'))",
    f.hour(f.convertTimezone('UTC', 'Asia/Tokyo', lit('2026-03-01').cast('timestamp_ntz'))),
    9,
  ],
  ['extract(hour FROM make_dt_interval(0, n))', f.extract('hour', f.makeDtInterval(undefined, 'n')), 3],
  ['array_insert(a, 2, 9)', f.arrayInsert('a', 2, 9), [3, 9, 1, null]],
  ["array_join(array('a', null), ',', '?')", f.arrayJoin(f.array(lit('a'), lit(null)), ',', '?'), 'a,?'],
  ['sort_array(a, false)', f.sortArray('a', false), [3, 1, null]],
  ["element_at(m, 'k')", f.elementAt('m', 'k'), 1],
  ["str_to_map('a=1', ',', '=')['a']", f.strToMap(lit('a=1'), undefined, lit('=')).getItem('a'), '1'],
  ["get_json_object('{\"a\":1}', '$.a')", f.getJsonObject(lit('{"a":1}'), '$.a'), '1'],
  ['array_sort(array_compact(a), (x, y) -> y - x)', f.arraySort(f.arrayCompact('a'), (x, y) => y.minus(x)), [3, 1]],
  ['aggregate(a, 0, (x, y) -> x + nvl(y, n))', f.aggregate('a', 0, (x, y) => x.plus(f.nvl(y, 'n'))), 7],
  ['zip_with(a, a, (x, y) -> x - y)', f.zipWith('a', 'a', (x, y) => x.minus(y)), [0, 0, null]],
  ['map_filter(m, (k, v) -> v > n)', f.size(f.mapFilter('m', (_, value) => value.gt(col('n')))), 0],
]

test.each(cases)('%s', async (_, column, expected) => {
  const frame = session
    .createDataFrame(
      [['xxSparkxx', 3, [3, 1, null], new Map([['k', 1]])]],
      's STRING, n INT, a ARRAY<INT>, m MAP<STRING, INT>',
    )
    .selectExpr('*')
  const [row] = await frame.select(column.alias('result')).collect()
  expect(row?.['result']).toEqual(expected)
})
