/** Spark's order and equality of single values, and the bytes by which rows are the same key. Nulls are the caller's. */
import { invariant } from '../errors.ts'
import type { DataType, SqlValue } from '../types/data-type.ts'
import { ByteArena, compareBytes, utf8Of } from './bytes.ts'

/**
 * Orders two non-null internal values of `type`: NaN equals NaN and is largest, -0.0 equals 0.0, strings by UTF-8
 * bytes, arrays and structs element by element with nulls first (Spark's `TypeUtils.getInterpretedOrdering`).
 *
 * @returns negative, 0 or positive
 */
export function compareValues(type: DataType, a: SqlValue, b: SqlValue): number {
  switch (type.kind) {
    case 'float':
    case 'double':
      return compareDoubles(a as number, b as number)
    case 'string':
    case 'char':
    case 'varchar':
      return compareText(a as string, b as string)
    case 'binary':
      return compareBytes(a as Uint8Array, b as Uint8Array)
    case 'array':
      return compareLists(a as readonly SqlValue[], b as readonly SqlValue[], () => type.element)
    case 'struct':
      return compareLists(a as readonly SqlValue[], b as readonly SqlValue[], (at) => type.fields[at]?.type as DataType)
    case 'null':
      return 0
    case 'map':
    case 'variant':
    case 'calendar_interval':
      invariant(false, `values of ${type.kind} have no order`)
      break
    default:
      return (a as number) < (b as number) ? -1 : (a as number) > (b as number) ? 1 : 0
  }
}

/** Whether two non-null internal values of `type` are the same by Spark's `=`. */
export function equalValues(type: DataType, a: SqlValue, b: SqlValue): boolean {
  return compareValues(type, a, b) === 0
}

function compareDoubles(a: number, b: number): number {
  if (a < b) return -1
  if (a > b) return 1
  if (a === b) return 0
  const nanA = Number.isNaN(a)
  return nanA === Number.isNaN(b) ? 0 : nanA ? 1 : -1
}

/** UTF-8 order of UTF-16 strings: equal but for surrogates, which sort above the rest of the plane they stand in. */
function compareText(a: string, b: string): number {
  const shared = Math.min(a.length, b.length)
  for (let i = 0; i < shared; i++) {
    let x = a.charCodeAt(i)
    let y = b.charCodeAt(i)
    if (x === y) continue
    if (x >= 0xd800 && y >= 0xd800) {
      x = x >= 0xe000 ? x - 0x800 : x + 0x2000
      y = y >= 0xe000 ? y - 0x800 : y + 0x2000
    }
    return x < y ? -1 : 1
  }
  return a.length === b.length ? 0 : a.length < b.length ? -1 : 1
}

function compareLists(a: readonly SqlValue[], b: readonly SqlValue[], typeAt: (at: number) => DataType): number {
  const shared = Math.min(a.length, b.length)
  for (let i = 0; i < shared; i++) {
    const x = a[i] as SqlValue
    const y = b[i] as SqlValue
    if (x === null || y === null) {
      if (x === y) continue
      return x === null ? -1 : 1
    }
    const order = compareValues(typeAt(i), x, y)
    if (order !== 0) return order
  }
  return a.length === b.length ? 0 : a.length < b.length ? -1 : 1
}

const scratch = new ArrayBuffer(8)
const scratchDouble = new Float64Array(scratch)
const scratchBytes = new Uint8Array(scratch)

/**
 * The canonical bytes of a row as a grouping, deduplication or join key: equal bytes = equal key. Null equals null, NaN
 * equals NaN, -0.0 equals 0.0 (golden `agg-key-nan-negzero`); map entries are ordered by key.
 */
export function keyBytes(types: readonly DataType[], row: readonly SqlValue[]): Uint8Array {
  const arena = new ByteArena(64)
  types.forEach((type, at) => appendKey(arena, type, row[at] ?? null))
  return arena.bytes.slice(0, arena.top)
}

function appendKey(arena: ByteArena, type: DataType, value: SqlValue): void {
  if (value === null) return appendByte(arena, 0)
  appendByte(arena, 1)
  switch (type.kind) {
    case 'boolean':
      return appendByte(arena, value === true ? 1 : 0)
    case 'float':
    case 'double':
      scratchDouble[0] = value === 0 ? 0 : Number.isNaN(value) ? Number.NaN : (value as number)
      arena.append(scratchBytes)
      return
    case 'string':
    case 'char':
    case 'varchar':
      return appendSized(arena, utf8Of(value as string))
    case 'binary':
      return appendSized(arena, value as Uint8Array)
    case 'array': {
      const elements = value as readonly SqlValue[]
      arena.appendInt(elements.length)
      for (const element of elements) appendKey(arena, type.element, element)
      return
    }
    case 'struct':
      type.fields.forEach((one, at) => appendKey(arena, one.type, (value as readonly SqlValue[])[at] ?? null))
      return
    case 'map':
      return appendMap(arena, type, value as readonly (readonly [SqlValue, SqlValue])[])
    default:
      if (typeof value === 'bigint') return appendBigint(arena, value)
      arena.appendInt(value as number)
  }
}

function appendMap(
  arena: ByteArena,
  type: DataType & { kind: 'map' },
  entries: readonly (readonly [SqlValue, SqlValue])[],
): void {
  const keyed = entries.map(([key, value]) => [keyBytes([type.key], [key]), value] as const)
  keyed.sort((a, b) => compareBytes(a[0], b[0]))
  arena.appendInt(keyed.length)
  for (const [key, value] of keyed) {
    appendSized(arena, key)
    appendKey(arena, type.value, value)
  }
}

function appendByte(arena: ByteArena, value: number): void {
  const at = arena.reserve(1)
  arena.bytes[at] = value
  arena.top = at + 1
}

function appendBigint(arena: ByteArena, value: bigint): void {
  const at = arena.reserve(16)
  arena.view.setBigInt64(at, BigInt.asIntN(64, value), true)
  arena.view.setBigInt64(at + 8, value >> 64n, true)
  arena.top = at + 16
}

function appendSized(arena: ByteArena, bytes: Uint8Array): void {
  arena.appendInt(bytes.length)
  arena.append(bytes)
}
