/** Expressions over one dictionary column, evaluated once per entry instead of once per row. */
import type { Bound } from '../bound.ts'
import { operandsOf } from '../bound-operands.ts'
import type { Operand } from '../emitter.ts'
import type { FunctionRegistry } from '../function-registry.ts'
import type { ColumnShape } from './column-load.ts'
import { DictionaryMemo } from './dictionary-memo.ts'
import type { ExpressionCode } from './expression-code.ts'
import { collectReads, type Slot } from './program.ts'
import type { StructFields } from './struct-fields.ts'

/** Decides what is lifted, and writes it. One per kernel; `memos` are to be opened for each batch. */
export class DictionaryLift {
  readonly memos: DictionaryMemo[] = []
  readonly #functions: FunctionRegistry
  readonly #fields: StructFields
  readonly #shapes: ReadonlyMap<number, ColumnShape>

  constructor(functions: FunctionRegistry, fields: StructFields, shapes: ReadonlyMap<number, ColumnShape>) {
    this.#functions = functions
    this.#fields = fields
    this.#shapes = shapes
  }

  /** The lifted value of a call or cast over exactly one dictionary column; undefined when it is to be written plainly. */
  lift(code: ExpressionCode, bound: Bound, columns: readonly Slot[]): Operand | undefined {
    const column = this.columnOf(bound, columns)
    return column === undefined ? undefined : this.#write(code, bound, columns, column)
  }

  /** The dictionary column of whose entries alone an expression is computed; undefined when it is not. */
  columnOf(bound: Bound, columns: readonly Slot[]): number | undefined {
    if (bound.kind !== 'call' && bound.kind !== 'cast') return undefined
    const reads = new Set<number>()
    collectReads(bound, columns, this.#fields, reads)
    const [column] = reads
    if (reads.size !== 1 || column === undefined || this.#shapes.get(column)?.layout !== 'dictionary') return undefined
    return this.#dependsOnEntryOnly(bound, columns) ? column : undefined
  }

  /** Not the clock, not chance, not a user's function, whose calls the user may count. */
  #dependsOnEntryOnly(bound: Bound, columns: readonly Slot[]): boolean {
    const slot = this.#fields.slot(bound, columns)
    if (slot) return slot.kind === 'input' || this.#dependsOnEntryOnly(slot.value, slot.columns)
    switch (bound.kind) {
      case 'udf':
        return false
      case 'call':
        if (bound.args.length === 0 || bound.ordinal !== undefined) return false
        if (this.#functions.get(bound.name)?.deterministic === false) return false
        break
      case 'cast':
        // '03:04:05' as a timestamp means today.
        if (bound.input.type.kind === 'string' && bound.type.kind === 'timestamp') return false
        break
    }
    return operandsOf(bound).every((operand) => this.#dependsOnEntryOnly(operand, columns))
  }

  #write(code: ExpressionCode, bound: Bound, columns: readonly Slot[], column: number): Operand {
    const memo = new DictionaryMemo(column, bound.type)
    this.memos.push(memo)
    const name = code.constant(memo)
    const { name: source, shape } = code.column(column)
    const evaluate = code.rowFunction(bound, columns)
    code.declare(`const ${name}s = ${name}.states`)
    const entry = code.local(shape.nulls ? `${source}n[i] === 1 ? 0 : ${source}k[i] + 1` : `${source}k[i] + 1`)
    const state = code.local(`${name}s[${entry}]`)
    code.block(`if (${state} === ${DictionaryMemo.unknown})`, () =>
      code.line(`${state} = ${name}.put(${entry}, ${evaluate}())`),
    )
    const isNull = `(${state} === 2)`
    const { store } = memo
    if (store === 'text') {
      const of = code.local(`${name}.codes[${entry}]`)
      const bytes = {
        data: code.local(`${name}.texts.data`),
        offset: code.local(`${name}.texts.offsets[${of}] | 0`),
        length: code.local(`${name}.texts.lengths[${of}] | 0`),
      }
      const entryOf = { code: of, dictionary: `${name}.texts` }
      return { type: bound.type, value: `${name}.texts.text(${of})`, isNull, bytes, entry: entryOf }
    }
    if (store === 'value') return { type: bound.type, value: `${name}.values[${entry}]`, isNull }
    code.declare(`const ${name}v = ${name}.${store}`)
    return { type: bound.type, value: code.local(`${name}v[${entry}]${store === 'bool' ? ' === 1' : ''}`), isNull }
  }
}
