/**
 * Observables in, one Observable out, by a receiver that is made anew for each subscription. With `pull` the only place
 * that makes an Observable: errors, completion and clean-up are settled here once for every kind of stage.
 */
import { MillraceError } from '../errors.ts'
import type { Message } from './message.ts'
import { Observable, type Subscriber } from './rx.ts'

/** What stands between the inputs and the output of one running stage. */
export interface Receiver {
  /** A message of input `port`; what it throws fails the stream. */
  next(message: Message, port: number): void
  complete(port: number): void
  /** Once: after completion, error or unsubscribe. */
  close(): void
}

/**
 * Subscribes to `inputs`, last one first: what a stage must know of its second input (a schema, a table to probe) is
 * then there before the first input's rows.
 *
 * @param open makes the receiver; `output` takes what leaves the stage
 */
export function connect(
  inputs: readonly Observable<Message>[],
  open: (output: Subscriber<Message>) => Receiver,
): Observable<Message> {
  return new Observable<Message>((output) => {
    const receiver = open(output)
    output.add(() => receiver.close())
    for (let port = inputs.length - 1; port >= 0; port--) {
      // A synchronous input may have failed or ended the whole before the next one is subscribed.
      if (output.closed) return
      output.add((inputs[port] as Observable<Message>).subscribe(observer(receiver, output, port)))
    }
  })
}

function observer(receiver: Receiver, output: Subscriber<Message>, port: number) {
  const guarded = (action: () => void): void => {
    try {
      action()
    } catch (error) {
      // Unsubscribed meanwhile: nobody is there to hear it, and RxJS would drop it silently as well.
      output.error(error)
    }
  }
  return {
    next(message: Message): void {
      // A synchronous source goes on calling after an error or an early unsubscribe.
      if (output.closed) return
      try {
        receiver.next(message, port)
      } catch (error) {
        output.error(error)
      }
    },
    error: (error: unknown): void => output.error(error),
    complete: (): void => {
      if (!output.closed) guarded(() => receiver.complete(port))
    },
  }
}

/** An error that a stage raises when its input breaks the protocol. */
export function protocolError(message: string): MillraceError {
  return new MillraceError('MILLRACE_STREAM_PROTOCOL', `The stream protocol was broken: ${message}`)
}
