import { describe, expect, test } from 'vitest'
import { col } from '../../lib/expressions/column-functions.ts'
import { MillraceError } from '../../lib/errors.ts'
import type { Message } from '../../lib/stream/message.ts'
import { Observable } from '../../lib/stream/rx.ts'
import { printMessages, readMessages } from '../../lib/testing/message-table.ts'
import { runStage } from '../../lib/testing/run-stage.ts'
import {
  alias,
  drop,
  filter,
  limit,
  select,
  selectExpr,
  toDF,
  union,
  unionByName,
  withColumns,
  withColumnsRenamed,
  withWatermark,
} from '../../operators/index.ts'

/** Messages of a table, then completion. */
function table$(table: string): Observable<Message> {
  return new Observable((subscriber) => {
    for (const message of readMessages(table)) subscriber.next(message)
    subscriber.complete()
  })
}

/** What leaves a pipe, as a table. */
function printed(messages: Observable<Message>): string {
  const seen: Message[] = []
  let failure: { readonly error: unknown } | undefined
  messages.subscribe({
    next: (message) => seen.push(message),
    error: (error: unknown) => {
      failure = { error }
    },
  })
  if (failure) throw failure.error
  return printMessages(seen)
}

function condition(action: () => unknown): string {
  try {
    action()
  } catch (error) {
    return error instanceof MillraceError ? `${error.condition}: ${error.message}` : String(error)
  }
  return 'nothing was thrown'
}

const readings = `
  device:string celsius:long
  epoch 0
  a 10
  b null
  c 40
  watermark 5
  barrier 0`

describe('filter', () => {
  test('keeps rows for which the condition is true, not those for which it is null', () => {
    expect(runStage(filter(col('celsius').gt(30)), readings)).toBe(
      'device:string celsius:bigint\nepoch 0\nc 40\nwatermark 5\nbarrier 0',
    )
  })

  test('takes Spark SQL', () => {
    expect(runStage(filter("device = 'a' OR celsius IS NULL"), readings)).toContain('a 10\nb null\nwatermark')
  })

  test('sends no empty batch, an epoch without rows still ends', () => {
    expect(runStage(filter('celsius > 100'), readings)).toBe(
      'device:string celsius:bigint\nepoch 0\nwatermark 5\nbarrier 0',
    )
  })

  test('refuses a condition that is not BOOLEAN', () => {
    expect(condition(() => runStage(filter('celsius'), readings))).toBe(
      'DATATYPE_MISMATCH.FILTER_NOT_BOOLEAN: Cannot resolve "celsius" due to data type mismatch: Filter expression "celsius" of type "BIGINT" is not a boolean.',
    )
  })

  test('refuses a condition of NULL, as Spark does', () => {
    expect(condition(() => runStage(filter('NULL'), readings))).toContain('of type "VOID" is not a boolean.')
  })

  test('names the columns there are when one is not', () => {
    expect(condition(() => runStage(filter('kelvin > 3'), readings))).toContain('UNRESOLVED_COLUMN.WITH_SUGGESTION')
  })
})

describe('select and selectExpr', () => {
  test('replace the columns', () => {
    expect(runStage(select('celsius', col('celsius').plus(1).as('next')), readings)).toContain(
      'celsius:bigint next:bigint\nepoch 0\n10 11\nnull null\n40 41',
    )
    expect(runStage(selectExpr('upper(device) AS name', '*'), readings)).toContain(
      'name:string device:string celsius:bigint\nepoch 0\nA a 10\nB b null\nC c 40',
    )
  })

  test('a stage can be used for several streams', () => {
    const stage = select('device')
    expect(runStage(stage, readings)).toBe(runStage(stage, readings))
  })
})

describe('withColumns, renames and drop', () => {
  test('withColumns adds at the end and replaces in place, under the new name', () => {
    expect(runStage(withColumns({ CELSIUS: col('celsius').times(2), twice: col('celsius') }), readings)).toContain(
      'device:string CELSIUS:bigint twice:bigint\nepoch 0\na 20 10',
    )
  })

  test('withColumnsRenamed leaves out what is not there', () => {
    expect(runStage(withColumnsRenamed({ Device: 'd', nothing: 'x' }), readings)).toContain('d:string celsius:bigint')
  })

  test('drop ignores what is not there', () => {
    expect(runStage(drop('device', 'nothing'), readings)).toContain('celsius:bigint\nepoch 0\n10\nnull\n40')
  })

  test('toDF renames by position and wants all names', () => {
    expect(runStage(toDF('d', 'c'), readings)).toContain('d:string c:bigint')
    expect(condition(() => runStage(toDF('d'), readings))).toContain('ASSIGNMENT_ARITY_MISMATCH')
  })

  test('an alias lets columns be qualified', () => {
    expect(printed(table$(readings).pipe(alias('r'), filter(col('r.celsius').gt(30))))).toContain('epoch 0\nc 40')
  })
})

describe('union', () => {
  const left = 'n:int k:string\nepoch 0\n1 a\nbarrier 0'
  test('is by position, keeps duplicates, and widens to the common type', () => {
    const right = 'x:long y:string\nepoch 0\n1 a\n5000000000 b\nbarrier 0'
    expect(printed(table$(left).pipe(union(table$(right))))).toBe(
      'n:bigint k:string\nepoch 0\n1 a\n5000000000 b\n--\n1 a\nbarrier 0',
    )
  })

  test('is by name when asked, with nulls for what is missing', () => {
    const right = 'k:string extra:int\nepoch 0\nb 7\nbarrier 0'
    expect(printed(table$(left).pipe(unionByName(table$(right), true)))).toBe(
      'n:int k:string extra:int\nepoch 0\nnull b 7\n--\n1 a null\nbarrier 0',
    )
    expect(condition(() => printed(table$(left).pipe(unionByName(table$(right)))))).toBe(
      'UNRESOLVED_COLUMN_AMONG_FIELD_NAMES: Cannot resolve column name "n" among (k, extra).',
    )
  })

  test('refuses inputs of different widths', () => {
    expect(condition(() => printed(table$(left).pipe(union(table$('k:string\nepoch 0\nbarrier 0')))))).toBe(
      'NUM_COLUMNS_MISMATCH: UNION can only be performed on inputs with the same number of columns, but the first input has 2 columns and the second input has 1 columns.',
    )
  })
})

describe('withWatermark', () => {
  test('in plain RxJS sends the highest event time less the delay, in whole milliseconds, when it rises', () => {
    const input = 'ts:timestamp n:long\nepoch 0\n20 1\n9 2\n--\n19 3\n--\n25.123456 4\nbarrier 0'
    expect(runStage(withWatermark('ts', '10 seconds'), input, { continuous: true })).toBe(
      'ts:timestamp n:bigint\nepoch 0\n20 1\n9 2\nwatermark 10\n19 3\n--\n25.123456 4\nwatermark 15.123\nbarrier 0',
    )
  })

  test('reads months as 31 days, refuses what is no delay', () => {
    const input = 'ts:timestamp\nepoch 0\n3000000\nbarrier 0'
    expect(runStage(withWatermark('ts', '1 month'), input, { continuous: true })).toContain('watermark 321600')
    expect(condition(() => withWatermark('ts', 'soon'))).toContain('CANNOT_PARSE_INTERVAL')
    expect(condition(() => withWatermark('ts', '-5 seconds'))).toContain(
      'delay threshold (-5 seconds) should not be negative.',
    )
  })

  test('refuses columns that are no timestamps', () => {
    expect(condition(() => runStage(withWatermark('device', '1 second'), readings))).toBe(
      'EVENT_TIME_IS_NOT_ON_TIMESTAMP_TYPE: The event time `device` has the invalid type "STRING", but expected "TIMESTAMP".',
    )
    expect(condition(() => runStage(withWatermark('nothing', '1 second'), readings))).toContain(
      'UNRESOLVED_COLUMN.WITH_SUGGESTION',
    )
  })

  test('times before 1970 do not make a watermark below it', () => {
    const input = 'ts:timestamp\nepoch 0\n-20\nbarrier 0'
    expect(runStage(withWatermark('ts', '0 seconds'), input)).toBe('ts:timestamp\nepoch 0\n-20\nbarrier 0')
  })
})

describe('limit', () => {
  test('passes the first rows, then only watermarks and barriers', () => {
    const input =
      'n:long\nepoch 0\n1\n2\nwatermark 1\nbarrier 0\nepoch 1\n3\n4\nwatermark 2\nbarrier 1\nepoch 2\n5\nbarrier 2'
    expect(runStage(limit(3), input)).toBe(
      'n:bigint\nepoch 0\n1\n2\nwatermark 1\nbarrier 0\nepoch 1\n3\nwatermark 2\nbarrier 1\nepoch 2\nbarrier 2',
    )
  })

  test('takes selected rows, not the first of the columns', () => {
    expect(printed(table$('n:long\nepoch 0\n1\n2\n3\n4\nbarrier 0').pipe(filter('n % 2 = 0'), limit(1)))).toBe(
      'n:bigint\nepoch 0\n2\nbarrier 0',
    )
  })

  test('refuses a negative count', () => {
    expect(condition(() => runStage(limit(-1), readings))).toContain('INVALID_LIMIT_LIKE_EXPRESSION.IS_NEGATIVE')
  })
})

describe('any operator', () => {
  test.each([
    ['filter', filter('celsius > 0')],
    ['select', select('celsius')],
    ['withColumns', withColumns({ x: col('celsius') })],
    ['drop', drop('device')],
    ['limit', limit(1)],
  ])('%s passes an error of its input on and gives nothing for an empty stream', (_, stage) => {
    expect(runStage(stage, 'device:string celsius:long')).toMatch(/^\S/)
    const failing = new Observable<Message>((subscriber) => {
      for (const message of readMessages(readings)) subscriber.next(message)
      subscriber.error(new Error('upstream'))
    })
    expect(() => printed(failing.pipe(stage))).toThrow('upstream')
  })
})
