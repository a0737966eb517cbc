/** Single internal values as the bytes that `encodeRow` writes for them (row-codec.ts); `RowDecoder` reads them back. */
import type { DataType, SqlValue } from '../types/data-type.ts'
import type { ByteArena } from './bytes.ts'
import { layoutOf, partTypes } from './layout.ts'

/** Appends a value of `type`. */
export function encodeSqlValue(arena: ByteArena, type: DataType, value: SqlValue): void {
  const at = arena.reserve(17)
  if (value === null) {
    arena.bytes[at] = 0
    arena.top = at + 1
    return
  }
  arena.bytes[at] = 1
  arena.top = at + 1
  switch (layoutOf(type)) {
    case 'bool':
      arena.bytes[at + 1] = value === true ? 1 : 0
      arena.top = at + 2
      return
    case 'int32':
      return arena.appendInt(value as number)
    case 'int64':
      arena.view.setBigInt64(at + 1, value as bigint, true)
      arena.top = at + 9
      return
    case 'float64':
      arena.view.setFloat64(at + 1, type.kind === 'float' ? Math.fround(value as number) : (value as number), true)
      arena.top = at + 9
      return
    case 'int128':
      arena.view.setBigInt64(at + 1, BigInt.asIntN(64, value as bigint), true)
      arena.view.setBigInt64(at + 9, (value as bigint) >> 64n, true)
      arena.top = at + 17
      return
    case 'bytes':
      return encodeBytes(arena, value as string | Uint8Array)
    case 'struct':
      for (const [part, one] of partTypes(type).entries())
        encodeSqlValue(arena, one, (value as readonly SqlValue[])[part] ?? null)
      return
    case 'list': {
      const { element } = type as DataType & { kind: 'array' }
      arena.appendInt((value as readonly SqlValue[]).length)
      for (const one of value as readonly SqlValue[]) encodeSqlValue(arena, element, one)
      return
    }
    case 'map': {
      const { key, value: entry } = type as DataType & { kind: 'map' }
      const entries = value as readonly (readonly [SqlValue, SqlValue])[]
      arena.appendInt(entries.length)
      for (const [one, other] of entries) {
        encodeSqlValue(arena, key, one)
        encodeSqlValue(arena, entry, other)
      }
    }
  }
}

function encodeBytes(arena: ByteArena, value: string | Uint8Array): void {
  const at = arena.top
  arena.appendInt(0)
  const from = typeof value === 'string' ? arena.appendText(value) : arena.append(value)
  arena.view.setInt32(at, arena.top - from, true)
}
