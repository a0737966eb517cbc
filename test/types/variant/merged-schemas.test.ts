import { expect, test } from 'vitest'
import { mergedSchema, variantSchemaText } from '../../../lib/expressions/functions/variant/variant-schema.ts'
import type { DataType } from '../../../lib/types/data-type.ts'

const kinds: { readonly [name: string]: DataType } = {
  float: { kind: 'float' },
  double: { kind: 'double' },
  long: { kind: 'long' },
  decimal: { kind: 'decimal', precision: 2, scale: 1 },
  date: { kind: 'date' },
  ts: { kind: 'timestamp' },
  ntz: { kind: 'timestamp_ntz' },
  bin: { kind: 'binary' },
  string: { kind: 'string' },
  boolean: { kind: 'boolean' },
}

/** What Spark 4.3's schema_of_variant_agg says of two kinds; VARIANT of all others. */
const recorded = new Map([
  ['float double', 'DOUBLE'],
  ['float long', 'FLOAT'],
  ['float decimal', 'DOUBLE'],
  ['double long', 'DOUBLE'],
  ['double decimal', 'DOUBLE'],
  ['long decimal', 'DECIMAL(21,1)'],
  ['date ts', 'TIMESTAMP'],
  ['date ntz', 'TIMESTAMP_NTZ'],
  ['ts ntz', 'TIMESTAMP'],
])

test('two kinds of variants have the type in common that Spark says', () => {
  const names = Object.keys(kinds)
  for (const [at, a] of names.entries()) {
    for (const b of names.slice(at + 1)) {
      const wanted = recorded.get(`${a} ${b}`) ?? 'VARIANT'
      const [one, other] = [kinds[a] as DataType, kinds[b] as DataType]
      expect([a, b, variantSchemaText(mergedSchema(one, other))]).toEqual([a, b, wanted])
      expect([b, a, variantSchemaText(mergedSchema(other, one))]).toEqual([b, a, wanted])
    }
  }
})
