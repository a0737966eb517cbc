/** Code of `a IN (b, c, …)`. */
import { equalValues } from '../../columnar/compare.ts'
import type { DataType, SqlValue } from '../../types/data-type.ts'
import type { Bound } from '../bound.ts'
import type { Operand } from '../emitter.ts'
import { comparisonCode } from '../functions/comparison/compare-operands.ts'
import type { ExpressionCode } from './expression-code.ts'

/** More literals in a row than this are looked through by a loop. */
const longestChain = 32

type Literal = Bound & { readonly kind: 'literal' }

/** Literals are compared together, all else one by one, so that what stands behind an equal value is not evaluated. */
export function isIn(code: ExpressionCode, [value, ...list]: readonly Bound[], type: DataType): Operand {
  const sought = code.named(code.operand(value as Bound))
  const found = code.local('false')
  const unknown = code.local(sought.isNull ?? 'false')
  let mayBeNull = sought.isNull !== undefined
  const label = code.writer.name('b')
  const stop = (test: string) =>
    code.block(`if (${test})`, () => {
      code.line(`${found} = true`)
      code.line(`${unknown} = false`)
      code.line(`break ${label}`)
    })
  code.block(`${label}: if (!${unknown})`, () => {
    for (const run of runsOf(list)) {
      if (Array.isArray(run)) {
        stop(literalsTest(code, sought, run))
        continue
      }
      const one = code.named(code.operand(run as Bound))
      mayBeNull ||= one.isNull !== undefined
      if (one.isNull !== undefined) code.line(`if (${one.isNull}) ${unknown} = true`)
      const equal = equalCode(code, sought, one)
      if (one.isNull !== 'true') stop(one.isNull === undefined ? equal : `!${one.isNull} && ${equal}`)
    }
  })
  return { type, value: found, isNull: mayBeNull ? unknown : undefined }
}

/** Literals that stand together, and what is none or is NULL. */
function runsOf(list: readonly Bound[]): readonly (Bound | Literal[])[] {
  const runs: (Bound | Literal[])[] = []
  for (const one of list) {
    const last = runs.at(-1)
    if (one.kind !== 'literal' || one.value === null) runs.push(one)
    else if (Array.isArray(last)) last.push(one)
    else runs.push([one])
  }
  return runs
}

function literalsTest(code: ExpressionCode, sought: Operand, literals: readonly Literal[]): string {
  if (literals.length <= longestChain) {
    return literals.map((one) => equalCode(code, sought, code.operand(one))).join(' || ')
  }
  const values = literals.map(({ value }) => value)
  const { type } = sought
  const isOne = (value: SqlValue) => {
    for (const one of values) if (equalValues(type, value, one)) return true
    return false
  }
  return `${code.constant(isOne)}(${sought.value})`
}

function equalCode(code: ExpressionCode, a: Operand, b: Operand): string {
  const { type } = a
  const equal = comparisonCode(code, '===', a, b)
  return equal ?? `${code.constant((x: SqlValue, y: SqlValue) => equalValues(type, x, y))}(${a.value}, ${b.value})`
}
