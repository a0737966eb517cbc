/** Bound expressions to JavaScript: one row's statements inside a loop, Spark's order of evaluation and laziness kept. */
import type { CodeWriter } from '../../codegen/code-writer.ts'
import { invariant, MillraceError } from '../../errors.ts'
import type { DataType } from '../../types/data-type.ts'
import type { Bound, BoundLambda } from '../bound.ts'
import { castCode } from '../cast/cast-code.ts'
import { caster } from '../cast/cast-value.ts'
import type { Emitter, Operand } from '../emitter.ts'
import { concat } from '../functions/concat.ts'
import type { BoundCall, ScalarFunction } from '../scalar-function.ts'
import type { CodeContext } from './code-context.ts'
import { type ColumnShape, loadColumn, useColumn } from './column-load.ts'
import { defaultValue } from './default-value.ts'
import type { DictionaryLift } from './dictionary-lift.ts'
import { lambdaTypes, seesOuterVariables } from './lambda-variables.ts'
import { lazyForms } from './lazy-forms.ts'
import { literalCode } from './literal-code.ts'
import { PendingResult } from './pending-result.ts'
import type { ComputedSlot, Slot } from './program.ts'
import type { StructFields } from './struct-fields.ts'

/** A function of the generated code: what it has declared at its top, and the values that are at hand in its blocks. */
interface Frame {
  readonly scopes: Map<unknown, Operand>[]
  readonly declare: (text: string) => void
  readonly declared: Set<number>
  /** The loop itself, not a function beside it. */
  readonly loop: boolean
}

type CallNode = Bound & { readonly kind: 'call' }

/** How often a computed column is written into the code before it becomes a function of its own. */
const inlineLimit = 4

const simple = /^(?:[A-Za-z_$][\w$]*|[\d.]+n?|"")$/

/**
 * Writes expressions into a kernel. Values are memoised per block: what was read outside of a block is known inside of
 * it, not the other way round, as the block may not have run.
 */
export class ExpressionCode implements Emitter {
  readonly row = 'i'
  readonly evaluation: string
  readonly writer: CodeWriter
  readonly #context: CodeContext
  readonly #fields: StructFields
  readonly #shapes: ReadonlyMap<number, ColumnShape>
  /** Where functions beside the loop go. */
  readonly #functions: (write: () => void) => void
  readonly #lift: DictionaryLift | undefined
  readonly #lambdaVariables = new Map<number, Operand>()
  readonly #emissions = new Map<ComputedSlot, { count: number; function?: string }>()
  #columns: readonly Slot[] = []
  #frame: Frame
  /** Set once a function beside the loop needs `s.row`. */
  usesRow = false

  constructor(
    writer: CodeWriter,
    context: CodeContext,
    input: { readonly shapes: ReadonlyMap<number, ColumnShape>; readonly fields: StructFields },
    places: { readonly functions: (write: () => void) => void; readonly declare: (text: string) => void },
    lift: DictionaryLift | undefined,
  ) {
    this.writer = writer
    this.#context = context
    this.#shapes = input.shapes
    this.#fields = input.fields
    this.#functions = places.functions
    this.#lift = lift
    this.#frame = { scopes: [new Map()], declare: places.declare, declared: new Set(), loop: true }
    this.evaluation = writer.constant(context.evaluation)
  }

  line(text: string): void {
    this.writer.line(text)
  }

  block(head: string, body: () => void): void {
    this.#inScope(() => this.writer.block(head, body))
  }

  local(initial: string): string {
    return this.writer.local(initial)
  }

  constant(value: unknown): string {
    return this.writer.constant(value)
  }

  /** Writes an expression over `columns`. */
  over(bound: Bound, columns: readonly Slot[]): Operand {
    const outer = this.#columns
    this.#columns = columns
    try {
      return this.operand(bound)
    } finally {
      this.#columns = outer
    }
  }

  /** Writes what a slot holds; at most once per block. */
  slot(slot: Slot): Operand {
    const key = slot.kind === 'input' ? slot.index : slot
    const known = this.#known(key)
    if (known) return known
    const operand = slot.kind === 'input' ? this.#input(slot.index, slot.type) : this.#computed(slot)
    this.#remember(key, operand)
    return operand
  }

  /** A field of what named_struct puts together. */
  part(struct: ComputedSlot, position: number): Slot {
    const slot = this.#fields.part(struct, position)
    invariant(slot, `field ${position} of a struct is not there`)
    return slot
  }

  /** Writes an expression over the columns at hand. */
  operand(bound: Bound): Operand {
    const referred = this.#fields.slot(bound, this.#columns)
    if (referred) return this.slot(referred)
    const lifted = this.#frame.loop ? this.#lift?.lift(this, bound, this.#columns) : undefined
    if (lifted) return lifted
    switch (bound.kind) {
      case 'literal':
        return literalCode(this, bound)
      case 'input':
        invariant(false, `column ${bound.index} is not there`)
        break
      case 'lambdaVariable': {
        const variable = this.#lambdaVariables.get(bound.id)
        invariant(variable, `lambda variable ${bound.name} outside of its lambda`)
        return variable
      }
      case 'cast':
        return this.#cast(bound)
      case 'udf':
        return this.#userFunction(bound)
      case 'call':
        return this.#call(bound)
      case 'lambda':
        invariant(false, 'a lambda function where a value was expected')
    }
  }

  /** Whether an expression's operand will have bytes: a text or binary column as it came, or a literal. */
  givesBytes(bound: Bound): boolean {
    const { kind } = bound.type
    if (kind !== 'string' && kind !== 'binary') return false
    if (bound.kind === 'literal') return true
    return this.#fields.slot(bound, this.#columns)?.kind === 'input'
  }

  /** The texts that an expression over `columns` joins, where it does no more than to join columns and literals. */
  joinedTexts(bound: Bound, columns: readonly Slot[]): readonly Bound[] | undefined {
    if (bound.kind !== 'call' || bound.type.kind !== 'string') return undefined
    if (this.#context.functions.get(bound.name) !== concat) return undefined
    // What is of a dictionary's texts is computed once for each of them.
    if (this.#lift?.columnOf(bound, columns) !== undefined) return undefined
    const isLoad = (one: Bound) => one.kind === 'literal' || this.#fields.slot(one, columns)?.kind === 'input'
    return bound.args.every(isLoad) ? bound.args : undefined
  }

  /** The prefix of an input column's names in the loop, with what the kernel knows of it. */
  column(index: number): { readonly name: string; readonly shape: ColumnShape } {
    const shape = this.#shapes.get(index)
    invariant(shape, `column ${index} is read but was not declared`)
    const { declare, declared } = this.#frame
    return { name: useColumn({ index, shape, declare, declared }), shape }
  }

  /** Writes a declaration before the loop. */
  declare(text: string): void {
    this.#frame.declare(text)
  }

  /** Declares the locals of a result that branches will assign, null until then. */
  pending(type: DataType, initialNull: boolean): { readonly value: string; readonly isNull: string } {
    return { value: this.local(defaultValue(type)), isNull: this.local(String(initialNull)) }
  }

  /** A value that costs nothing to read twice; bytes stay bytes until somebody decodes them. */
  named(operand: Operand): Operand {
    const value = operand.bytes || simple.test(operand.value) ? operand.value : this.local(operand.value)
    const plain = operand.isNull === undefined || simple.test(operand.isNull)
    return { ...operand, value, isNull: plain ? operand.isNull : this.local(operand.isNull as string) }
  }

  /** The value as one JavaScript expression, `null` when it is null. */
  nullable(operand: Operand): string {
    return operand.isNull === undefined ? operand.value : `(${operand.isNull} ? null : ${operand.value})`
  }

  /** A function beside the loop that gives an expression's value for row `s.row`; `null` is null. */
  rowFunction(bound: Bound, columns: readonly Slot[], parameters: BoundLambda['parameters'] = []): string {
    const name = this.writer.name('f')
    this.#functions(() => this.#functionCode(`function ${name}`, bound, columns, parameters, true))
    this.usesRow = true
    return name
  }

  #functionCode(
    head: string,
    bound: Bound,
    columns: readonly Slot[],
    ids: BoundLambda['parameters'],
    top: boolean,
  ): void {
    const outer = this.#frame
    const names = ids.map(() => this.writer.name('x'))
    this.writer.block(`${head}(${names.join(', ')})${top ? '' : ' =>'}`, () => {
      if (top) {
        this.line('const i = s.row')
        this.#frame = { scopes: [new Map()], declare: this.writer.hole(), declared: new Set(), loop: false }
      } else this.#frame.scopes.push(new Map())
      const types = lambdaTypes(bound, ids)
      ids.forEach((id, at) => {
        const value = names[at] as string
        const type = types.get(id) as DataType
        this.#lambdaVariables.set(id, { type, value, isNull: `(${value} === null)` })
      })
      this.line(`return ${this.nullable(this.over(bound, columns))}`)
      if (!top) this.#frame.scopes.pop()
    })
    this.#frame = outer
  }

  #known(key: unknown): Operand | undefined {
    const { scopes } = this.#frame
    for (let at = scopes.length - 1; at >= 0; at--) {
      const operand = (scopes[at] as Map<unknown, Operand>).get(key)
      if (operand) return operand
    }
    return undefined
  }

  #remember(key: unknown, operand: Operand): void {
    this.#frame.scopes[this.#frame.scopes.length - 1]?.set(key, operand)
  }

  #input(index: number, type: DataType): Operand {
    const shape = this.#shapes.get(index)
    invariant(shape, `column ${index} is read but was not declared`)
    return loadColumn(this.writer, { index, type, shape, ...this.#frame })
  }

  #computed(slot: ComputedSlot): Operand {
    const emission = this.#emissions.get(slot) ?? { count: 0 }
    this.#emissions.set(slot, emission)
    emission.count++
    if (emission.count <= inlineLimit || slot.eager) return this.named(this.over(slot.value, slot.columns))
    emission.function ??= this.rowFunction(slot.value, slot.columns)
    const value = this.local(`${emission.function}()`)
    return { type: slot.value.type, value, isNull: `(${value} === null)` }
  }

  #cast(bound: Bound & { readonly kind: 'cast' }): Operand {
    const from = bound.input.type
    return this.#strict([bound.input], bound.type, ([input]) => {
      const code = castCode(this, input as Operand, from, bound.type, bound.mode, bound.zone)
      if (code) return code
      const cast = this.constant(caster(from, bound.type, bound.mode, bound.zone))
      return this.#checked(bound.type, `${cast}(${(input as Operand).value}, ${this.evaluation})`)
    })
  }

  /** The result of a call out of the loop, which is null when it is null. */
  #checked(type: DataType, call: string): Operand {
    const value = this.local(call)
    return { type, value, isNull: `(${value} === null)` }
  }

  /**
   * Arguments one after the other; the rest is not evaluated once one is null, and the result is null then (Spark's
   * `nullSafeEval`).
   */
  #strict(args: readonly Bound[], type: DataType, apply: (operands: readonly Operand[]) => Operand): Operand {
    if (args.every((arg) => this.#isLoad(arg))) return this.#strictOverLoads(args, type, apply)
    const operands: Operand[] = []
    let result: PendingResult | undefined
    let direct: Operand | undefined
    const from = (at: number): void => {
      for (let next = at; next < args.length; next++) {
        const operand = this.operand(args[next] as Bound)
        operands.push(operand.isNull === undefined ? operand : { ...operand, isNull: undefined })
        if (operand.isNull === undefined) continue
        result ??= new PendingResult(this, type)
        if (operand.isNull === 'true') return
        this.block(`if (!${operand.isNull})`, () => from(next + 1))
        return
      }
      const applied = apply(operands)
      if (result) result.assign(applied)
      else direct = this.named(applied)
    }
    from(0)
    return result ? result.operand() : (direct as Operand)
  }

  /** Columns and literals can all be read first: one test for all, or none where the code bears the values of null rows. */
  #strictOverLoads(args: readonly Bound[], type: DataType, apply: (operands: readonly Operand[]) => Operand): Operand {
    const loaded = args.map((arg) => this.operand(arg))
    const nulls = [...new Set(loaded.flatMap(({ isNull }) => (isNull === undefined ? [] : [isNull])))]
    if (nulls.includes('true')) return { type, value: defaultValue(type), isNull: 'true' }
    const operands = loaded.map((operand) => ({ ...operand, isNull: undefined }))
    if (nulls.length === 0) return this.named(apply(operands))
    let applied: Operand | undefined
    const written = this.writer.aside(() => {
      applied = this.#inScope(() => apply(operands))
    })
    const { value, isNull } = applied as Operand
    const anyNull = nulls.length === 1 ? (nulls[0] as string) : `(${nulls.join(' || ')})`
    if (written.late.length === 0 && isNull === undefined && harmless(value)) {
      return this.named({ type, value, isNull: anyNull })
    }
    const result = new PendingResult(this, type)
    this.block(`if (!${anyNull})`, () => {
      this.writer.put(written)
      result.assign(applied as Operand)
    })
    return result.operand()
  }

  #inScope<T>(write: () => T): T {
    this.#frame.scopes.push(new Map())
    try {
      return write()
    } finally {
      this.#frame.scopes.pop()
    }
  }

  /** Reading it raises nothing and costs next to nothing. */
  #isLoad(bound: Bound): boolean {
    if (bound.kind === 'literal') return true
    const slot = this.#fields.slot(bound, this.#columns)
    return slot !== undefined && (slot.kind === 'input' || this.#known(slot) !== undefined)
  }

  #userFunction(bound: Bound & { readonly kind: 'udf' }): Operand {
    const udf = this.#context.evaluation.functions.get(bound.id)?.(bound.args.map((arg) => arg.type))
    if (!udf) {
      throw new MillraceError(
        'MILLRACE_UNKNOWN_FUNCTION_ID',
        `The query calls a user's function that this session does not know; register it again before the start: ${bound.name}`,
      )
    }
    const args = bound.args.map((arg) => this.nullable(this.named(this.operand(arg))))
    return this.#checked(bound.type, `${this.constant(udf)}(${args.join(', ')})`)
  }

  #call(bound: CallNode): Operand {
    const definition = this.#context.functions.get(bound.name)
    invariant(definition, `no function is called ${bound.name}`)
    const form = definition.lazy ? lazyForms.get(definition.name) : undefined
    if (form) return form(this, bound.args, bound.type)
    if (definition.lazy)
      return this.#evaluated(
        definition,
        bound,
        bound.args.map((arg) => this.#thunk(arg)),
      )
    if (bound.args.some((arg) => arg.kind === 'lambda')) return this.#higherOrder(definition, bound)
    if (definition.nulls === 'custom') {
      const operands = bound.args.map((arg) => this.operand(arg))
      return this.named(this.#applied(definition, bound, operands))
    }
    return this.#strict(bound.args, bound.type, (operands) => this.#applied(definition, bound, operands))
  }

  #applied(definition: ScalarFunction, bound: CallNode, operands: readonly Operand[]): Operand {
    const written = definition.emit?.(this, operands, bound as BoundCall)
    if (written) return this.named(written)
    return this.#evaluated(
      definition,
      bound,
      operands.map((one) => this.nullable(one)),
    )
  }

  #evaluated(definition: ScalarFunction, bound: CallNode, args: readonly string[]): Operand {
    const call = `${this.constant(definition)}.evaluate([${args.join(', ')}], ${this.constant(bound)}, ${this.evaluation})`
    return this.#checked(bound.type, call)
  }

  #thunk(arg: Bound): string {
    return this.#closure(arg, [])
  }

  /** A lambda or thunk: beside the loop when it stands on its own, else inside of the lambda whose variables it sees. */
  #closure(body: Bound, parameters: readonly number[]): string {
    if (!seesOuterVariables(body, new Set(parameters))) return this.rowFunction(body, this.#columns, parameters)
    const name = this.writer.name('f')
    this.#functionCode(`const ${name} = `, body, this.#columns, parameters, false)
    return name
  }

  #higherOrder(definition: ScalarFunction, bound: CallNode): Operand {
    const values = bound.args.filter((arg) => arg.kind !== 'lambda')
    const apply = (operands: readonly Operand[]): Operand => {
      let at = 0
      const args = bound.args.map((arg) =>
        arg.kind === 'lambda' ? this.#closure(arg.body, arg.parameters) : this.nullable(operands[at++] as Operand),
      )
      return this.#evaluated(definition, bound, args)
    }
    if (definition.nulls === 'custom') return apply(values.map((arg) => this.operand(arg)))
    return this.#strict(values, bound.type, apply)
  }
}

/** Code that can neither raise nor take long whatever the values: no calls, no division, no shift (bigints raise there). */
function harmless(value: string): boolean {
  return !/[\w\])]\(|[/%]|\*\*|<</.test(value)
}
