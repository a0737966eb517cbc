/** `query.state(operator)`: state of a query as its last commit left it, by the reader of checkpoints. */
import type { ConnectorContext } from '../../connector/connector.ts'
import { MillraceError } from '../../errors.ts'
import type { QueryState, QueryStateOptions, ReadQueryState } from '../../query/query-state.ts'
import { packerReady } from '../../state/value-packer.ts'
import type { Field } from '../../types/data-type.ts'
import { type RowObject, toRowObject } from '../../types/values/row-value.ts'
import { stateRead } from './state-read.ts'

/** How a query with this checkpoint reads its state. */
export function queryStateReader(context: ConnectorContext, path: string): ReadQueryState {
  return (operator, options): QueryState => {
    const { batch, rowsAt } = stateRead(optionsOf(path, operator, options), context)
    const rows = async (): Promise<readonly RowObject[]> => {
      await packerReady()
      const { fields, rows: stored } = rowsAt(batch)
      return Array.from(stored(), (row) => toRowObject(fields, row))
    }
    return {
      batchId: batch,
      rows,
      async get(key) {
        const stored = await rows()
        const wanted = textOf(inOrder(key, rowsAt(batch).fields))
        return stored.find((row) => textOf(row['key']) === wanted)
      },
    }
  }
}

function optionsOf(path: string, operator: number, options: QueryStateOptions): ReadonlyMap<string, string> {
  const entries = Object.entries(options).map(([name, value]) => [name.toLowerCase(), String(value)] as const)
  return new Map([['path', path], ['operatorid', String(operator)], ...entries])
}

/** A key in the order of its columns. @throws MILLRACE_STATE_KEY when it has others than the state's */
function inOrder(key: RowObject, fields: readonly Field[]): RowObject {
  const type = fields.find(({ name }) => name === 'key')?.type
  const names = type?.kind === 'struct' ? type.fields.map(({ name }) => name) : []
  const given = Object.keys(key)
  if (given.length !== names.length || !names.every((name) => given.includes(name)))
    throw new MillraceError(
      'MILLRACE_STATE_KEY',
      `A key of this state has the columns ${names.join(', ')}, and was asked for by ${given.join(', ')}.`,
    )
  return Object.fromEntries(names.map((name) => [name, key[name]]))
}

/** Equal keys have equal texts: values of classes print themselves, a LONG may be given as a number. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) =>
    typeof one === 'bigint' || typeof one === 'number' ? String(one) : one,
  )
}
