/** Reading input columns in generated code: declarations at the top of a function, loads where a value is first read. */
import type { CodeWriter } from '../../codegen/code-writer.ts'
import { textOf } from '../../columnar/bytes.ts'
import { valueAt } from '../../columnar/values.ts'
import type { Layout } from '../../columnar/vector.ts'
import type { DataType } from '../../types/data-type.ts'
import type { Operand } from '../emitter.ts'
import { TextWindow } from './text-window.ts'

/** What a kernel is compiled for, per column. */
export interface ColumnShape {
  readonly layout: Layout
  readonly nulls: boolean
}

interface Load {
  readonly index: number
  readonly type: DataType
  readonly shape: ColumnShape
  /** Writes at the top of the function, before its loop. */
  readonly declare: (text: string) => void
  readonly declared: Set<number>
  /** The code is the loop itself: what is declared serves many rows. */
  readonly loop: boolean
}

/** Writes the load of column `index` at row `i` and gives its operand. */
export function loadColumn(writer: CodeWriter, load: Load): Operand {
  const name = useColumn(load)
  const { type, shape } = load
  if (shape.layout === 'null') return { type, value: 'null', isNull: 'true' }
  const isNull = shape.nulls ? constantLocal(writer, `${name}n[i] === 1`) : undefined
  switch (shape.layout) {
    case 'bool':
      return { type, isNull, value: constantLocal(writer, `${name}[i] === 1`) }
    case 'int32':
    case 'int64':
    case 'float64':
      return { type, isNull, value: constantLocal(writer, `${name}[i]`) }
    case 'int128':
      return {
        type,
        isNull,
        value: constantLocal(writer, `(${name}[2 * i + 1] << 64n) | BigInt.asUintN(64, ${name}[2 * i])`),
      }
    case 'bytes':
      return loadBytes(writer, name, load, isNull)
    case 'dictionary':
      return loadEntry(writer, name, type, isNull)
    default: {
      const value = constantLocal(writer, `${writer.constant(valueAt)}(${name}, i)`)
      return { type, isNull: isNull === undefined ? undefined : `(${value} === null)`, value }
    }
  }
}

/** Declares a column's arrays, once per function; gives the prefix of their names. */
export function useColumn(load: Omit<Load, 'type' | 'loop'>): string {
  const name = `c${load.index}`
  if (!load.declared.has(load.index)) {
    load.declared.add(load.index)
    declareColumn(name, load)
  }
  return name
}

function declareColumn(name: string, { index, shape, declare }: Omit<Load, 'type' | 'loop'>): void {
  const vector = `s.vectors[${index}]`
  if (shape.nulls) declare(`const ${name}n = ${vector}.nulls ?? s.zeros`)
  switch (shape.layout) {
    case 'bool':
    case 'int32':
    case 'int64':
    case 'float64':
    case 'int128':
      declare(`const ${name} = ${vector}.values`)
      return
    case 'bytes':
      declare(`const ${name}d = ${vector}.data`)
      declare(`const ${name}s = ${vector}.side ?? ${name}d`)
      declare(`const ${name}o = ${vector}.offsets`)
      declare(`const ${name}l = ${vector}.lengths`)
      return
    case 'dictionary':
      declare(`const ${name}k = ${vector}.codes`)
      declare(`const ${name}t = ${vector}.dictionary`)
      declare(`const ${name}d = ${name}t.data`)
      declare(`const ${name}o = ${name}t.offsets`)
      declare(`const ${name}l = ${name}t.lengths`)
      return
    default:
      declare(`const ${name} = ${vector}`)
  }
}

/** A local that never changes: its loads may be moved or dropped by V8. */
function constantLocal(writer: CodeWriter, value: string): string {
  const name = writer.name()
  writer.line(`const ${name} = ${value}`)
  return name
}

function loadBytes(writer: CodeWriter, name: string, load: Load, isNull: string | undefined): Operand {
  const { type } = load
  const raw = constantLocal(writer, `${name}o[i]`)
  const data = constantLocal(writer, `${raw} < 0 ? ${name}s : ${name}d`)
  const offset = constantLocal(writer, `${raw} < 0 ? -1 - ${raw} : ${raw}`)
  const bytes = { data, offset, length: constantLocal(writer, `${name}l[i]`) }
  if (type.kind === 'binary' || !load.loop) return { type, isNull, value: decoded(writer, type, bytes), bytes }
  const window = writer.constant(new TextWindow())
  load.declare(`${window}.open(${name}d)`)
  return { type, isNull, value: `${window}.text(${data}, ${offset}, ${bytes.length})`, bytes }
}

/** A null row may hold any code, so it reads entry 0, which may be missing: lengths are then undefined, never used. */
function loadEntry(writer: CodeWriter, name: string, type: DataType, isNull: string | undefined): Operand {
  const code = constantLocal(writer, `${name}k[i]`)
  const offset = constantLocal(writer, `${name}o[${code}] | 0`)
  const bytes = { data: `${name}d`, offset, length: constantLocal(writer, `${name}l[${code}] | 0`) }
  const value = type.kind === 'binary' ? decoded(writer, type, bytes) : `${name}t.text(${code})`
  return { type, isNull, value, bytes }
}

/** The expression that decodes bytes into the internal value of a string or binary. */
export function decoded(
  writer: CodeWriter,
  type: DataType,
  { data, offset, length }: NonNullable<Operand['bytes']>,
): string {
  if (type.kind === 'binary') return `${data}.slice(${offset}, ${offset} + ${length})`
  return `${writer.constant(textOf)}(${data}, ${offset}, ${length})`
}
