/**
 * Windows that rows are ordered by: `orderBy(window('time', '1 hour'))`. As in Spark (TimeWindowing) the window becomes a
 * column in front of the others, and rows without a time go.
 */
import type { Expression } from '../expressions/expression.ts'
import { expressionText } from '../expressions/expression-text.ts'
import { rebuildExpression } from '../expressions/rebuild-expression.ts'
import { makeNode } from './node.ts'
import type { Node } from './nodes.ts'

const windowNames: ReadonlySet<string> = new Set(['window', 'session_window', 'window_time'])

/** The order over an input that has the windows; undefined when it names none. */
export function withWindowsBelow({ id, options, inputs }: Node<'sort'>): Node | undefined {
  const windows = new Map<string, { readonly call: Expression; readonly name: string; readonly hidden: string }>()
  const replace = (one: Expression): Expression => {
    const name = one.kind === 'call' ? one.name.toLowerCase() : ''
    if (!windowNames.has(name)) return rebuildExpression(one, replace)
    const text = expressionText(one)
    const known = windows.get(text) ?? { call: one, name, hidden: `window ${id}.${windows.size}` }
    windows.set(text, known)
    return { kind: 'column', path: [known.hidden] }
  }
  const orders = options.orders.map(replace)
  if (windows.size === 0) return undefined
  const made = [...windows.values()]
  const added = made.map(({ call, hidden }) => alias(call, hidden))
  const below = makeNode('project', { columns: [...added, { kind: 'star', target: undefined }] }, inputs)
  const sorted = makeNode('sort', { ...options, orders }, [below])
  const columns: readonly Expression[] = [
    ...made.map(({ name, hidden }) => alias({ kind: 'column', path: [hidden] }, name)),
    { kind: 'star', target: undefined, except: made.map(({ hidden }) => [hidden]) },
  ]
  return makeNode('project', { columns }, [sorted])
}

const alias = (input: Expression, name: string): Expression => ({ kind: 'alias', input, names: [name] })
