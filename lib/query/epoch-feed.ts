/** Reads one epoch's ranges into a plan's edges: what is built into joins first, the others together when that is whole. */
import type { Offset } from '../connector/connector.ts'
import type { SourceEdge } from '../plan/running-plan.ts'
import type { Message } from '../stream/message.ts'
import { Observable, Subscription } from '../stream/rx.ts'
import type { RunningSource } from './running-source.ts'

/** The feed of `RunningPlan.epoch`. @param sourceOf the source that an edge reads */
export function feedEpoch(edges: readonly SourceEdge[], sourceOf: (edge: SourceEdge) => RunningSource): Subscription {
  const reads = new Subscription()
  const order = [...new Set(edges.map((edge) => edge.build))].sort((a, b) => b - a)
  const readNext = (at: number): void => {
    const together = edges.filter((edge) => edge.build === order[at])
    let open = together.length
    for (const edge of together) {
      if (reads.closed) return
      reads.add(
        read(edge, sourceOf(edge), () => {
          open -= 1
          if (open === 0 && at + 1 < order.length) readNext(at + 1)
        }),
      )
    }
  }
  readNext(0)
  return reads
}

function read(edge: SourceEdge, source: RunningSource, done: () => void): Subscription {
  if (!source.hasRange || edge.idle) {
    edge.barrier()
    done()
    return Subscription.EMPTY
  }
  return edge.scan.read(source.start, source.end as Offset, source.io).subscribe({
    next: (batch) => edge.batch(batch),
    error: (error) => edge.error(error),
    complete: () => {
      edge.barrier()
      done()
    },
  })
}

/** An epoch's messages that end with an AbortError when `signal` is aborted; `whole` is called when they were complete. */
export function interruptible(rows: Observable<Message>, signal: AbortSignal, whole: () => void): Observable<Message> {
  return new Observable<Message>((output) => {
    const stop = () => output.error(signal.reason)
    if (signal.aborted) return stop()
    signal.addEventListener('abort', stop)
    output.add(() => signal.removeEventListener('abort', stop))
    output.add(
      rows.subscribe({
        next: (message) => output.next(message),
        error: (error) => output.error(error),
        complete: () => {
          whole()
          output.complete()
        },
      }),
    )
    return undefined
  })
}
