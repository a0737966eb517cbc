/** Storing results in generated code. */
import { layoutOf } from '../../columnar/layout.ts'
import type { DataType } from '../../types/data-type.ts'
import type { Operand } from '../emitter.ts'
import { bytesArguments, type TextBytes } from '../functions/text/text-scratch.ts'
import type { ExpressionCode } from './expression-code.ts'
import type { ComputedSlot } from './program.ts'
import { structParts } from './struct-parts.ts'

/** Writes the stores of a kernel's outputs. */
export class OutputCode {
  readonly #code: ExpressionCode
  /** Name of the row to store at. */
  readonly #row: string
  readonly #declare: (text: string) => void

  /** @param declare writes before the loop */
  constructor(code: ExpressionCode, row: string, declare: (text: string) => void) {
    this.#code = code
    this.#row = row
    this.#declare = declare
  }

  /** Writes the evaluation of a column and its store into output `at`. */
  write(slot: ComputedSlot, at: number): void {
    const name = `o${at}`
    this.#declare(`const ${name} = s.outputs[${at}]`)
    if (!slot.eager && structParts(slot.value)) this.#writeParts(slot, name)
    else if (slot.eager || !this.#storeJoined(slot, name)) this.#store(this.#code.slot(slot), name)
  }

  /** Texts joined in the output itself, where columns and literals are joined; false when that is not so. */
  #storeJoined({ value, columns }: ComputedSlot, name: string): boolean {
    const texts = this.#code.joinedTexts(value, columns)?.map((one) => this.#code.over(one, columns))
    if (!texts) return false
    const [first, ...more] = texts.map(({ bytes, entry }) => (entry ? undefined : bytes))
    if (!first || more.includes(undefined)) return false
    const nulls = texts.flatMap(({ isNull }) => (isNull === undefined ? [] : [isNull]))
    const write = () => {
      this.#code.line(`${name}.putBytes(${this.#row}, ${bytesArguments(first)})`)
      for (const one of more as TextBytes[]) this.#code.line(`${name}.addBytes(${this.#row}, ${bytesArguments(one)})`)
    }
    if (nulls.length === 0) write()
    else {
      this.#code.block(`if (!(${nulls.join(' || ')}))`, write)
      this.#code.line(`else ${name}.setNull(${this.#row})`)
    }
    return true
  }

  #writeParts(struct: ComputedSlot, name: string): void {
    structParts(struct.value)?.forEach((part, at) => {
      const child = `${name}_${at}`
      this.#declare(`const ${child} = ${name}.children[${at}]`)
      const slot = this.#code.part(struct, at)
      if (slot.kind === 'computed' && structParts(part)) this.#writeParts(slot, child)
      else this.#store(this.#code.slot(slot), child)
    })
  }

  #store(operand: Operand, name: string): void {
    if (operand.entry) this.#declare(`${name}.useDictionary(${operand.entry.dictionary})`)
    if (operand.isNull === 'true') return this.#code.line(`${name}.setNull(${this.#row})`)
    const store = this.#storeOf(operand, operand.type, name)
    if (operand.isNull === undefined) this.#code.line(store)
    else this.#code.line(`if (${operand.isNull}) ${name}.setNull(${this.#row}); else ${store}`)
  }

  #storeOf({ value, bytes, entry }: Operand, type: DataType, name: string): string {
    const row = this.#row
    const layout = layoutOf(type)
    switch (layout) {
      case 'bool':
      case 'int32':
      case 'int64':
      case 'float64': {
        this.#declare(`const ${name}v = ${name}.${layout}`)
        const stored = layout === 'bool' ? `${value} ? 1 : 0` : type.kind === 'float' ? `Math.fround(${value})` : value
        return `${name}v[${row}] = ${stored}`
      }
      case 'int128':
        return `${name}.setWide(${row}, ${value})`
      case 'bytes':
        if (entry) return `${name}.putCode(${row}, ${entry.code})`
        if (bytes) return `${name}.putBytes(${row}, ${bytes.data}, ${bytes.offset}, ${bytes.length})`
        return `${name}.${type.kind === 'binary' ? 'putBinary' : 'putText'}(${row}, ${value})`
      default:
        return `${name}.put(${row}, ${value})`
    }
  }
}
