/** The type that all variants of a group have in common (Spark's `SchemaOfVariantAgg`). */
import { VectorBuilder } from '../../columnar/builder.ts'
import { textOf, utf8Of } from '../../columnar/bytes.ts'
import { ObjectCells, type ObjectForm } from '../../columnar/cells/object-cells.ts'
import { valueAt } from '../../columnar/values.ts'
import type { Vector } from '../../columnar/vector.ts'
import type { DataType } from '../../types/data-type.ts'
import { nullType, stringType } from '../../types/types.ts'
import { Variant } from '../../types/variant/variant.ts'
import { signature } from '../binder/signature.ts'
import { mergedSchema, variantSchema, variantSchemaText } from '../functions/variant/variant-schema.ts'
import { nonNullRows } from './accumulators/chosen-rows.ts'
import type { Accumulator, AggregateFunction } from './aggregate-function.ts'
import { opaqueBuffer } from './collect-list.ts'

export const schemaOfVariantAgg: AggregateFunction = {
  name: 'schema_of_variant_agg',
  summary: 'The type in DDL that holds all variants, objects as `OBJECT<name: type>`.',
  bind: signature({ takes: ['variant'], gives: stringType, nullable: false, exact: true }),
  start: () => schemaAccumulator(),
}

/** Types are plain data, so their JSON is all there is of them. */
const form: ObjectForm<DataType> = {
  write(type, to) {
    const bytes = utf8Of(JSON.stringify(type))
    to.appendInt(bytes.length)
    to.append(bytes)
  },
  read(from) {
    const length = from.int()
    return JSON.parse(textOf(from.bytes, from.skip(length), length)) as DataType
  },
}

function schemaAccumulator(): Accumulator {
  const cells = new ObjectCells<DataType>(form)
  const add = (id: number, type: DataType) => {
    cells.values[id] = mergedSchema(cells.values[id] ?? nullType, type)
  }
  return {
    cells: [cells],
    buffer: opaqueBuffer,
    add(ids, args, rows, count) {
      const chosen = nonNullRows(ids, args, rows, count)
      for (let i = 0; i < chosen.count; i++) {
        const value = valueAt(args[0] as Vector, chosen.rows[i] as number)
        add(chosen.ids[i] as number, variantSchema(Variant.of(value)))
      }
    },
    merge(into, other, from, count) {
      const [others] = other.cells as readonly [ObjectCells<DataType>]
      for (let i = 0; i < count; i++) {
        const type = others.values[from[i] as number]
        if (type !== undefined) add(into[i] as number, type)
      }
    },
    finish(ids, count) {
      const builder = new VectorBuilder(stringType, count)
      for (let i = 0; i < count; i++) builder.append(variantSchemaText(cells.values[ids[i] as number] ?? nullType))
      return builder.finish()
    },
  }
}
