/** A source of numbers, column `n`, whose every step a test can hold up, slow down or make fail. */
import { batchOf } from '../../lib/columnar/builder.ts'
import type { Connector, Offset, Source } from '../../lib/connector/connector.ts'
import { pull } from '../../lib/stream/pull.ts'
import { parseSchema } from '../../lib/types/ddl/ddl.ts'

const schema = parseSchema('n INT')

export class ScriptedSource {
  readonly rows: number[] = []
  /** Can it fix its end, as AvailableNow wants? */
  freezes = true
  /** Rows a batch may take. */
  perBatch: number | undefined
  stops = 0
  onCreate: () => void | Promise<void> = () => {}
  onLatest: () => void | Promise<void> = () => {}
  /** Called before the rows of a batch are read. */
  onRead: () => void | Promise<void> = () => {}
  onStop: () => void | Promise<void> = () => {}
  readonly connector: Connector

  constructor(name = 'scripted') {
    this.connector = {
      name,
      source: {
        schema: () => schema,
        create: async () => {
          await this.onCreate()
          return this.#source()
        },
      },
    }
  }

  #source(): Source {
    let frozen: number | undefined
    const freeze = () => {
      frozen = this.rows.length
    }
    return {
      schema,
      description: 'Scripted',
      ...(this.perBatch === undefined ? {} : { defaultLimit: { kind: 'rows', max: this.perBatch } }),
      initialOffset: async () => null,
      latestOffset: async (start, limit) => {
        await this.onLatest()
        const from = count(start)
        const end = frozen ?? this.rows.length
        return end <= from ? start : limit.kind === 'rows' ? Math.min(end, from + limit.max) : end
      },
      ...(this.freezes ? { prepareForAvailableNow: async () => freeze() } : {}),
      open: () => ({
        residual: [],
        schema,
        read: (start, end, io) => {
          const { rows } = this
          const before = this.onRead
          return pull(async function* () {
            await before()
            yield batchOf(
              schema,
              rows.slice(count(start), count(end)).map((n) => [n]),
            )
          })(io)
        },
      }),
      commit: async () => {},
      stop: async () => {
        this.stops += 1
        await this.onStop()
      },
    }
  }
}

function count(offset: Offset): number {
  return offset === null ? 0 : Number(offset)
}

/** A step that waits until it is let go. */
export function gate(): { readonly wait: () => Promise<void>; readonly open: () => void } {
  let open: () => void = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { wait: () => opened, open }
}
