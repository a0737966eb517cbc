import type { DataType, SqlValue } from '../../types/data-type.ts'

export type CastMode = 'ansi' | 'try' | 'legacy'

export function caster(from: DataType, to: DataType, mode: CastMode, zone: string): (value: SqlValue) => SqlValue {
  void from
  void to
  void mode
  void zone
  return (value) => value
}

/** Casts one value. */
export function castValue(value: SqlValue, from: DataType, to: DataType, mode: CastMode, zone: string): SqlValue {
  return value === null ? null : caster(from, to, mode, zone)(value)
}
