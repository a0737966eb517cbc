/**
 * `input_file_name()` and its kin: what they ask is what `_metadata` of the file source below says, so that is what they
 * become. Without such a source they are '' and -1, as in Spark.
 */
import { call, intLiteral, literalOf, textLiteral } from '../expressions/build.ts'
import type { Expression } from '../expressions/expression.ts'
import { expressionOperands } from '../expressions/expression-operands.ts'
import { expressionText } from '../expressions/expression-text.ts'
import { rebuildExpression } from '../expressions/rebuild-expression.ts'

/** Spark's functions about the file that is being read; none takes an argument. */
const fileCalls = new Set(['input_file_name', 'input_file_block_start', 'input_file_block_length'])

/** Whether one of them is called anywhere in an expression. */
export function callsFile(expression: Expression): boolean {
  return fileCall(expression) !== undefined || expressionOperands(expression).some(callsFile)
}

/**
 * The expressions with those calls replaced, named as they would have been.
 *
 * @param named whether an expression's text is the name of a column
 * @param files whether there is a file source whose `_metadata` can be read
 */
export function withoutFileCalls(
  expressions: readonly Expression[],
  named: boolean,
  files: boolean,
): readonly Expression[] {
  return expressions.map((one) => {
    if (!callsFile(one)) return one
    const replaced = replace(one, files)
    const text = named && one.kind !== 'alias'
    return text ? { kind: 'alias', input: replaced, names: [expressionText(one)] } : replaced
  })
}

/** The name of the call, when the expression is one of them. */
function fileCall(expression: Expression): string | undefined {
  if (expression.kind !== 'call' || expression.args.length > 0) return undefined
  return fileCalls.has(expression.name) ? expression.name : undefined
}

function replace(expression: Expression, files: boolean): Expression {
  const name = fileCall(expression)
  if (name) return files ? fromMetadata(name) : withoutFile(name)
  return rebuildExpression(expression, (operand) => replace(operand, files))
}

function fromMetadata(name: string): Expression {
  if (name !== 'input_file_name') return { kind: 'column', path: ['_metadata', name.replace('input_', '')] }
  // `file:/data/a` there is `file:///data/a` here.
  const path: Expression = { kind: 'column', path: ['_metadata', 'file_path'] }
  return call('concat', textLiteral('file://'), call('substring', path, intLiteral(6)))
}

const withoutFile = (name: string): Expression =>
  name === 'input_file_name' ? textLiteral('') : literalOf(-1n, { kind: 'long' })
