/** The forms that evaluate their arguments only when needed: AND, OR, IF, CASE WHEN, coalesce, IN, three-valued as in Spark. */
import type { DataType } from '../../types/data-type.ts'
import type { Bound } from '../bound.ts'
import type { Operand } from '../emitter.ts'
import { decoded } from './column-load.ts'
import { defaultValue } from './default-value.ts'
import type { ExpressionCode } from './expression-code.ts'
import { isIn } from './in-list.ts'

type LazyForm = (code: ExpressionCode, args: readonly Bound[], type: DataType) => Operand

const noBytes = new Uint8Array(16)

/** By the definition's name (not an alias). */
export const lazyForms: ReadonlyMap<string, LazyForm> = new Map<string, LazyForm>([
  ['and', (code, args, type) => connective(code, args, type, false)],
  ['or', (code, args, type) => connective(code, args, type, true)],
  ['if', caseWhen],
  ['when', caseWhen],
  ['coalesce', coalesce],
  ['in', isIn],
])

/** AND (`decides` = false) and OR (`decides` = true): the value that decides alone stops the evaluation. */
function connective(code: ExpressionCode, args: readonly Bound[], type: DataType, decides: boolean): Operand {
  const isUndecided = (operand: Operand) => (decides ? `!${operand.value}` : operand.value)
  const left = code.operand(args[0] as Bound)
  const value = code.local(String(decides))
  const isNull = code.local('false')
  const tests = [...(left.isNull === undefined ? [] : [left.isNull]), isUndecided(left)]
  let mayBeNull = left.isNull !== undefined
  code.block(`if (${tests.join(' || ')})`, () => {
    const right = code.named(code.operand(args[1] as Bound))
    mayBeNull ||= right.isNull !== undefined
    const nulls = [
      ...(right.isNull === undefined ? [] : [right.isNull]),
      ...(left.isNull === undefined ? [] : [`${left.isNull} && ${isUndecided(right)}`]),
    ]
    if (nulls.length > 0) code.line(`${isNull} = ${nulls.join(' || ')}`)
    code.line(`${value} = ${right.value}`)
  })
  return { type, value, isNull: mayBeNull ? isNull : undefined }
}

/** Where the branches of a form leave their result; bytes stay bytes when every branch has them. */
class Merge {
  readonly result: Operand
  readonly #code: ExpressionCode
  readonly #isNull: string

  constructor(code: ExpressionCode, type: DataType, branches: readonly Bound[]) {
    this.#code = code
    this.#isNull = code.local('true')
    if (branches.every((branch) => code.givesBytes(branch))) {
      const bytes = { data: code.local(code.constant(noBytes)), offset: code.local('0'), length: code.local('0') }
      this.result = { type, value: decoded(code.writer, type, bytes), isNull: this.#isNull, bytes }
    } else this.result = { type, value: code.local(defaultValue(type)), isNull: this.#isNull }
  }

  /** Writes the assignment of a branch's value. */
  take(operand: Operand): void {
    if (operand.isNull === 'true') return
    if (operand.isNull === undefined) return this.#assign(operand)
    this.#code.block(`if (!${operand.isNull})`, () => this.#assign(operand))
  }

  #assign(operand: Operand): void {
    const { bytes, value } = this.result
    this.#code.line(`${this.#isNull} = false`)
    if (bytes && operand.bytes) {
      this.#code.line(`${bytes.data} = ${operand.bytes.data}`)
      this.#code.line(`${bytes.offset} = ${operand.bytes.offset}`)
      this.#code.line(`${bytes.length} = ${operand.bytes.length}`)
    } else this.#code.line(`${value} = ${operand.value}`)
  }
}

function caseWhen(code: ExpressionCode, args: readonly Bound[], type: DataType): Operand {
  const branches = args.filter((_, at) => at % 2 === 1 || at === args.length - 1)
  const merge = new Merge(code, type, branches)
  const label = code.writer.name('b')
  code.block(`${label}:`, () => {
    for (let at = 0; at + 1 < args.length; at += 2) {
      const condition = code.operand(args[at] as Bound)
      const test = condition.isNull === undefined ? condition.value : `!${condition.isNull} && ${condition.value}`
      code.block(`if (${test})`, () => {
        merge.take(code.operand(args[at + 1] as Bound))
        code.line(`break ${label}`)
      })
    }
    if (args.length % 2 === 1) merge.take(code.operand(args[args.length - 1] as Bound))
  })
  return merge.result
}

function coalesce(code: ExpressionCode, args: readonly Bound[], type: DataType): Operand {
  const merge = new Merge(code, type, args)
  const label = code.writer.name('b')
  code.block(`${label}:`, () => {
    for (const arg of args) {
      const operand = code.operand(arg)
      if (operand.isNull === undefined) return merge.take(operand)
      if (operand.isNull === 'true') continue
      code.block(`if (!${operand.isNull})`, () => {
        merge.take({ ...operand, isNull: undefined })
        code.line(`break ${label}`)
      })
    }
  })
  return merge.result
}
