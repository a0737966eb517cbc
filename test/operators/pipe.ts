/** How operator tests run operators and read what comes out. */
import { MillraceError } from '../../lib/errors.ts'
import type { Message } from '../../lib/stream/message.ts'
import { Observable } from '../../lib/stream/rx.ts'
import { printMessages, readMessages } from '../../lib/testing/message-table.ts'

/** Messages of a table, then completion. */
export function table$(table: string): Observable<Message> {
  return new Observable((subscriber) => {
    for (const message of readMessages(table)) subscriber.next(message)
    subscriber.complete()
  })
}

/** What leaves a pipe, as a table. */
export function printed(messages: Observable<Message>): string {
  const seen: Message[] = []
  let failure: { readonly error: unknown } | undefined
  messages.subscribe({
    next: (message) => seen.push(message),
    error: (error: unknown) => {
      failure = { error }
    },
  })
  if (failure) throw failure.error
  return printMessages(seen)
}

/** The condition and text of what an action throws. */
export function condition(action: () => unknown): string {
  try {
    action()
  } catch (error) {
    return error instanceof MillraceError ? `${error.condition}: ${error.message}` : String(error)
  }
  return 'nothing was thrown'
}

/** Three readings, one of them null. */
export const readings = `
  device:string celsius:long
  epoch 0
  a 10
  b null
  c 40
  watermark 5
  barrier 0`
