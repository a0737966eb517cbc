/** `query.state(operator)`: state of a query as its last commit left it, by the reader of checkpoints. */
import type { ConnectorContext } from '../../connector/connector.ts'
import type { QueryState, QueryStateOptions, ReadQueryState } from '../../query/query-state.ts'
import { packerReady } from '../../state/value-packer.ts'
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
        const wanted = textOf(key)
        return (await rows()).find((row) => textOf(row['key']) === wanted)
      },
    }
  }
}

function optionsOf(path: string, operator: number, options: QueryStateOptions): ReadonlyMap<string, string> {
  const entries = Object.entries(options).map(([name, value]) => [name.toLowerCase(), String(value)] as const)
  return new Map([['path', path], ['operatorid', String(operator)], ...entries])
}

/** Equal keys have equal texts: values of classes print themselves. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? String(one) : one))
}
