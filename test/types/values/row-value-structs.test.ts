import { expect, test } from 'vitest'
import { VectorBuilder } from '../../../lib/columnar/builder.ts'
import { valueAt } from '../../../lib/columnar/values.ts'
import type { DataType, SqlValue } from '../../../lib/types/data-type.ts'
import { CalendarInterval } from '../../../lib/types/values/calendar-interval.ts'
import { Geometry } from '../../../lib/types/values/geometry.ts'
import { fromRowValue, toRowValue } from '../../../lib/types/values/row-value.ts'

const geometry: DataType = { kind: 'geometry', srid: 4326 }

test.each<readonly [DataType, SqlValue, unknown]>([
  [{ kind: 'calendar_interval' }, [14, -3, 1_500_000n], new CalendarInterval(14, -3, 1_500_000n)],
  [geometry, [4326, new Uint8Array([1, 2, 3])], new Geometry(new Uint8Array([1, 2, 3]), 4326)],
])('a column keeps a value of several parts, and a program gets one object: %j', (type, value, object) => {
  const builder = new VectorBuilder(type, 2)
  builder.append(value)
  builder.append(null)
  const vector = builder.finish()
  expect(valueAt(vector, 0)).toEqual(value)
  expect(valueAt(vector, 1)).toBeNull()
  expect(toRowValue(type, valueAt(vector, 0))).toEqual(object)
  expect(fromRowValue(type, object, 'here')).toEqual(value)
  expect(() => fromRowValue(type, 'x', 'here')).toThrow('does not fit')
})

test('a calendar interval prints as a cast prints it', () => {
  expect(String(new CalendarInterval(14, -3, 1_500_000n))).toBe('1 years 2 months -3 days 1.5 seconds')
})
