/** Paths into variants: `$`, then `.name`, `['name']`, `["name"]`, `[0]` (Spark's `VariantPathParser`). */
import { MillraceError } from '../../errors.ts'
import type { Variant } from './variant.ts'

/** A name of an object's field, or the number of an array's element. */
export type VariantStep = string | number

const step = /\.([^.[]+)|\['([^']*)'\]|\["([^"]*)"\]|\[(\d+)\]/y

const largestIndex = 2147483647

/** @returns undefined for what is no path */
export function parseVariantPath(path: string): readonly VariantStep[] | undefined {
  if (!path.startsWith('$')) return undefined
  const steps: VariantStep[] = []
  step.lastIndex = 1
  while (step.lastIndex < path.length) {
    const match = step.exec(path)
    if (!match) return undefined
    const [, dotted, single, double, index] = match
    const name = dotted ?? single ?? double
    if (name !== undefined) steps.push(name)
    else if (Number(index) > largestIndex) return undefined
    else steps.push(Number(index))
  }
  return steps
}

/** What steps lead to; undefined where there is nothing. */
export function followVariantPath(variant: Variant, steps: readonly VariantStep[]): Variant | undefined {
  let at: Variant | undefined = variant
  for (const one of steps) {
    if (typeof one === 'string') at = at.kind === 'object' ? at.field(one) : undefined
    else at = at.kind === 'array' ? at.child(one) : undefined
    if (at === undefined) return undefined
  }
  return at
}

/** Steps as a path again, for messages. */
export function variantPathText(steps: readonly VariantStep[]): string {
  return `$${steps.map(stepText).join('')}`
}

function stepText(one: VariantStep): string {
  if (typeof one === 'number') return `[${one}]`
  if (one !== '' && !/[.[]/.test(one)) return `.${one}`
  return one.includes("'") ? `["${one}"]` : `['${one}']`
}

/** INVALID_VARIANT_GET_PATH; the doubled quotes around the function's name are Spark's. */
export function invalidGetPath(path: string, functionName: string): MillraceError {
  return new MillraceError(
    'INVALID_VARIANT_GET_PATH',
    `The path \`${path}\` is not a valid variant extraction path in \`\`${functionName}\`\`.\nA valid path should start ` +
      'with `$` and is followed by zero or more segments like `[123]`, `.name`, `[\'name\']`, or `["name"]`.',
    { sqlState: '22023', parameters: { path, functionName: `\`${functionName}\`` } },
  )
}
