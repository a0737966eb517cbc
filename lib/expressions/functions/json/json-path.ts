/** Paths of get_json_object: `$`, `.name`, `['name']`, `[0]`, `[*]`, `.*` (Spark's `JsonPathParser`). */

export type PathStep =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'anyElement' | 'anyName' }

const step = /\.(\*)|\.([^.[]+)|\['([^'?]+)'\]|\[\s*(\d+)\s*\]|\[\s*(\*)\s*\]/y

/** @returns undefined for what is no path, of which get_json_object gives null */
export function parseJsonPath(path: string): readonly PathStep[] | undefined {
  if (!path.startsWith('$')) return undefined
  const steps: PathStep[] = []
  step.lastIndex = 1
  while (step.lastIndex < path.length) {
    const match = step.exec(path)
    if (!match) return undefined
    const [, anyName, dotted, quoted, index] = match
    const name = dotted ?? quoted
    if (anyName !== undefined) steps.push({ kind: 'anyName' })
    else if (name !== undefined) steps.push({ kind: 'name', name })
    else steps.push(index === undefined ? { kind: 'anyElement' } : { kind: 'index', index: Number(index) })
  }
  return steps
}
