/** One fused loop for a whole list of row steps, generated for the layouts of the columns it reads. */
import { CodeWriter } from '../../codegen/code-writer.ts'
import type { Bound } from '../bound.ts'
import type { CodeContext } from './code-context.ts'
import type { ColumnShape } from './column-load.ts'
import { DictionaryLift } from './dictionary-lift.ts'
import type { DictionaryMemo } from './dictionary-memo.ts'
import { ExpressionCode } from './expression-code.ts'
import { OutputCode } from './output-code.ts'
import type { Program, ProgramStep } from './program.ts'
import type { RowState } from './row-state.ts'

export type Kernel = (state: RowState, from: number, to: number) => void

/** What a kernel is compiled for, besides the program. */
export interface KernelForm {
  /** Shapes of the columns in `program.reads`. */
  readonly shapes: ReadonlyMap<number, ColumnShape>
  /** The batch has a selection: ranges are positions in it. */
  readonly selected: boolean
  /** Results are written end to end, not at the row numbers of their input. */
  readonly compact: boolean
}

/**
 * Generates and compiles the loop.
 *
 * @param memos where the kernel's dictionary memos are appended; to be opened for each batch
 */
export function compileKernel(
  program: Program,
  form: KernelForm,
  context: CodeContext,
  memos: DictionaryMemo[],
  state: RowState,
): Kernel {
  const writer = new CodeWriter()
  const functions = writer.place()
  const lift = new DictionaryLift(context.functions, program.fields, form.shapes)
  writer.block('return function kernel(s, from, to)', () => writeLoop(writer, program, form, context, lift, functions))
  memos.push(...lift.memos)
  return writer.compile<(s: RowState) => Kernel>(['s'])(state)
}

function writeLoop(
  writer: CodeWriter,
  program: Program,
  form: KernelForm,
  context: CodeContext,
  lift: DictionaryLift,
  functions: (write: () => void) => void,
): void {
  const declare = writer.hole()
  const counted = program.filters || (form.compact && form.selected)
  if (form.selected) writer.line('const selection = s.selection')
  if (counted) writer.line('let k = s.count')
  if (program.filters && !form.compact) writer.line('const kept = s.kept')
  const code = new ExpressionCode(
    writer,
    context,
    { shapes: form.shapes, fields: program.fields },
    { functions, declare },
    lift,
  )
  writer.block(
    `for (let ${form.selected ? 'r' : 'i'} = from; ${form.selected ? 'r < to; r++' : 'i < to; i++'})`,
    () => {
      if (form.selected) writer.line('const i = selection[r]')
      const early = writer.hole()
      for (const step of program.steps) writeStep(code, step)
      const outputs = new OutputCode(code, form.compact && counted ? 'k' : 'i', declare)
      let at = 0
      for (const output of program.outputs) if (output.kind === 'computed') outputs.write(output.slot, at++)
      if (code.usesRow) early('s.row = i')
      if (program.filters && !form.compact) writer.line('kept[k] = i')
      if (counted) writer.line('k++')
    },
  )
  if (counted) writer.line('s.count = k')
}

/** Conjuncts of a filter drop the row one by one; a null one drops it before the next is evaluated (`FilterExec`). */
function writeStep(code: ExpressionCode, step: ProgramStep): void {
  if ('evaluate' in step) {
    for (const slot of step.evaluate) code.slot(slot)
    return
  }
  for (const condition of conjuncts(step.filter)) {
    const { value, isNull } = code.over(condition, step.columns)
    code.line(isNull === undefined ? `if (!${value}) continue` : `if (${isNull} || !${value}) continue`)
  }
}

function conjuncts(bound: Bound): readonly Bound[] {
  return bound.kind === 'call' && bound.name === 'and' ? bound.args.flatMap(conjuncts) : [bound]
}
