/** Select lists with generators in them: a generator stands below the list as a step of its own (Spark: ExtractGenerator). */
import { MillraceError } from '../../errors.ts'
import type { Field } from '../../types/data-type.ts'
import type { Bound } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import { callText } from '../call-text.ts'
import type { Expression } from '../expression.ts'
import { expressionOperands } from '../expression-operands.ts'
import { expressionText } from '../expression-text.ts'
import type { BoundGenerator, Generator } from '../generators/generator.ts'
import { generators } from '../generators/index.ts'
import type { GeneratedColumn, GenerateStep, RowStep, RowWiseStep } from '../row-step.ts'
import { withoutWindows } from '../windows/extract-windows.ts'
import { bindGenerator } from './bind-call.ts'
import type { BoundColumn } from './binder.ts'
import type { CallExpression, ExpressionScope } from './expression-scope.ts'
import { boundColumn } from './output-column.ts'

/** An item of a select list; what is bound already stays as it is. */
export type SelectItem = Expression | BoundColumn

/** A generator at the top of an item, and the names it is given. */
interface GeneratorItem {
  readonly generator: Generator
  readonly call: CallExpression
  readonly names: readonly string[]
  readonly qualifier: string | undefined
}

/**
 * Binds a select list.
 *
 * @returns steps over the input, the last of which is a projection; more than one when there are generators
 * @throws UNSUPPORTED_GENERATOR.NESTED_IN_EXPRESSIONS, UDTF_ALIAS_NUMBER_MISMATCH
 */
export function bindSelect(scope: ExpressionScope, items: readonly SelectItem[]): readonly RowWiseStep[] {
  const found = items.map((item) => ('value' in item && 'field' in item ? undefined : generatorItem(item)))
  const steps: RowWiseStep[] = []
  const fields: Field[] = [...scope.input.fields]
  const project = items.map((item, at): readonly BoundColumn[] => {
    const generator = found[at]
    if (!generator) return 'field' in item ? [item] : boundColumn(scope, item)
    const bound = scope.around(generator.call, () => bindGenerator(scope, generator.generator, generator.call))
    const columns = madeFields(bound, generator)
    steps.push(...generatorSteps(bound, generator, fields, columns))
    const first = fields.length
    fields.push(...columns)
    return columns.map((field, made) => ({ field, value: columnAt(fields, first + made) }))
  })
  return withoutWindows([...steps, { project: project.flat() }], scope.input)
}

/** The generator of an item, whatever it is called; undefined when there is none. */
function generatorItem(item: Expression): GeneratorItem | undefined {
  refuseNestedGenerators(item)
  const call = generatorOf(item)
  const generator = call && generators.get(call.name)
  if (!call || !generator) return undefined
  return item.kind === 'alias'
    ? { generator, call, names: item.names, qualifier: item.qualifier }
    : { generator, call, names: [], qualifier: undefined }
}

/** The call of the generator that an item is, under whatever name. */
export function generatorOf(item: Expression): CallExpression | undefined {
  if (item.kind === 'alias') return generatorOf(item.input)
  return item.kind === 'call' && generators.has(item.name) ? item : undefined
}

/** @throws UNSUPPORTED_GENERATOR.NESTED_IN_EXPRESSIONS for a generator anywhere but at the top of an item */
export function refuseNestedGenerators(item: Expression): void {
  if (item.kind === 'alias') return refuseNestedGenerators(item.input)
  const inside = generatorOf(item) ? expressionOperands(item) : [item]
  if (inside.some(holdsGenerator)) throw nestedGenerator(item)
}

function holdsGenerator(expression: Expression): boolean {
  if (expression.kind === 'call' && generators.has(expression.name)) return true
  return expressionOperands(expression).some(holdsGenerator)
}

/** UNSUPPORTED_GENERATOR.NESTED_IN_EXPRESSIONS */
export function nestedGenerator(expression: Expression): MillraceError {
  const text = `"${expressionText(expression)}"`
  return new MillraceError(
    'UNSUPPORTED_GENERATOR.NESTED_IN_EXPRESSIONS',
    `The generator is not supported: nested in expressions ${text}.`,
    { sqlState: '42K0E', parameters: { expression: text } },
  )
}

/** The columns a generator makes, under their own names or those of the alias: all of them or none. */
function madeFields({ columns }: BoundGenerator, { names, qualifier }: GeneratorItem): readonly Field[] {
  if (names.length > 0 && names.length !== columns.length) {
    const given = names.join(',')
    throw new MillraceError(
      'UDTF_ALIAS_NUMBER_MISMATCH',
      'The number of aliases supplied in the AS clause does not match the number of columns output by the UDTF.\n' +
        `Expected ${columns.length} aliases, but got ${given}.\n` +
        'Please ensure that the number of aliases provided matches the number of columns output by the UDTF.',
      { sqlState: '42802', parameters: { aliasesSize: `${columns.length}`, aliasesNames: given } },
    )
  }
  return columns.map(({ name, type, nullable }, at) => ({
    name: names[at] ?? name,
    type,
    nullable,
    ...(qualifier === undefined ? {} : { qualifier }),
  }))
}

/** The generator over the columns so far, which all go on; what is not needed is pruned later. */
function generatorSteps(
  { collection, columns, infersFilter }: BoundGenerator,
  { generator, call }: GeneratorItem,
  fields: readonly Field[],
  made: readonly Field[],
): readonly RowWiseStep[] {
  const plain = collection.kind === 'input'
  const before: readonly RowStep[] = plain ? [] : [{ project: [...identity(fields), collectionColumn(collection)] }]
  const outputs: readonly GeneratedColumn[] = [
    ...fields.map((field, input): GeneratedColumn => ({ field, from: { input } })),
    ...columns.map(({ from }, at): GeneratedColumn => ({ field: made[at] as Field, from })),
  ]
  const step: GenerateStep = {
    generate: {
      column: plain ? collection.index : fields.length,
      outer: generator.outer,
      outputs,
      text: textOf(call, collection),
      inferFilter: plain && infersFilter && !generator.outer,
    },
  }
  return [...before, step]
}

function columnAt(fields: readonly Field[], index: number): Bound {
  const { name, type, nullable } = fields[index] as Field
  return { kind: 'input', index, name, type, nullable }
}

const identity = (fields: readonly Field[]): readonly BoundColumn[] =>
  fields.map((field, index) => ({ field, value: columnAt(fields, index) }))

const collectionColumn = (value: Bound): BoundColumn => ({
  field: { name: '_gen_input', type: value.type, nullable: value.nullable },
  value,
})

/** As Spark prints it, its argument bound where it is the collection itself. */
function textOf(call: CallExpression, collection: Bound): string {
  return call.args.length === 1 ? callText(call.name, [boundText(collection)]) : expressionText(call)
}
