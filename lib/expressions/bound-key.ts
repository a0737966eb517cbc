/** When two bound expressions are the same (Spark's `semanticEquals`): what they compute, not how they were written. */
import type { Bound } from './bound.ts'

/** Operators whose sides may change places. */
const commutative = new Set(['+', '*', 'and', 'or', '=', '==', '<=>', '&', '|', '^'])

/**
 * A text that two expressions have in common when they compute the same. Calls that may differ between two evaluations
 * are the same as no other.
 */
export function boundKey(bound: Bound): string {
  return JSON.stringify(keyOf(bound), plain)
}

function plain(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') return `${value}n`
  return value instanceof Uint8Array ? [...value] : value
}

function keyOf(bound: Bound): unknown {
  switch (bound.kind) {
    case 'literal':
      return ['literal', typeof bound.value === 'number' ? String(bound.value) : bound.value, bound.type]
    case 'input':
      return bound.index
    case 'call': {
      const args = bound.args.map(keyOf)
      const { ordinal, data, aggregate, type } = bound
      const ordered = commutative.has(bound.name) && args.length === 2 ? sorted(args) : args
      return [bound.name, ordered, type, data ?? null, ordinal ?? null, aggregate ?? null]
    }
    case 'cast':
      return ['cast', keyOf(bound.input), bound.type, bound.mode, bound.zone]
    case 'lambda':
      return ['lambda', bound.parameters, keyOf(bound.body)]
    case 'lambdaVariable':
      return ['variable', bound.id]
    case 'udf':
      return ['udf', bound.id, bound.args.map(keyOf), bound.deterministic]
  }
}

function sorted(args: readonly unknown[]): readonly unknown[] {
  const text = (one: unknown) => JSON.stringify(one, plain)
  return [...args].sort((a, b) => (text(a) < text(b) ? -1 : 1))
}
