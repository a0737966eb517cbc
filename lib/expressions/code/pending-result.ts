/** A result that a block assigns, null until then; its locals are declared before the block, once it shows of what kind. */
import type { DataType } from '../../types/data-type.ts'
import type { Operand } from '../emitter.ts'
import { decoded } from './column-load.ts'
import type { ExpressionCode } from './expression-code.ts'

const noBytes = new Uint8Array(0)

export class PendingResult {
  readonly #code: ExpressionCode
  readonly #type: DataType
  readonly #value: string
  readonly #isNull: string
  /** Writes where the locals are declared. */
  readonly #declare: (text: string) => void
  #bytes: Operand['bytes']

  constructor(code: ExpressionCode, type: DataType) {
    this.#code = code
    this.#type = type
    this.#declare = code.writer.hole()
    const { value, isNull } = code.pending(type, true)
    this.#value = value
    this.#isNull = isNull
  }

  /** Writes the assignment; a text that is bytes stays bytes. */
  assign({ value, isNull, bytes, type }: Operand): void {
    const code = this.#code
    if (bytes && type.kind === 'string') {
      const [data, offset, length] = [code.writer.name(), code.writer.name(), code.writer.name()]
      this.#bytes = { data, offset, length }
      this.#declare(`let ${data} = ${code.constant(noBytes)}, ${offset} = 0, ${length} = 0`)
      code.line(`${data} = ${bytes.data}; ${offset} = ${bytes.offset}; ${length} = ${bytes.length}`)
    } else code.line(`${this.#value} = ${value}`)
    code.line(`${this.#isNull} = ${isNull ?? 'false'}`)
  }

  /** What was assigned. */
  operand(): Operand {
    const type = this.#type
    const isNull = this.#isNull
    const bytes = this.#bytes
    if (!bytes) return { type, value: this.#value, isNull }
    return { type, value: decoded(this.#code.writer, type, bytes), isNull, bytes }
  }
}
