/** What the tests of transformWithState share. */
import { createSession } from '../../index.ts'
import type { TransformOptions } from '../../lib/plan/user-state/transform-node.ts'
import type { ProcessorSource } from '../../lib/plan/user-state/variables/stateful-processor.ts'
import { type VirtualSurroundings, virtualSurroundings } from '../../lib/testing/index.ts'
import { transformWithState } from '../../operators/index.ts'

export interface Row {
  readonly k: string
  readonly at: Date
}
export type Output = { k: string; n: string }
export const output = 'k STRING, n STRING'
export const at = (seconds: number): Date => new Date(seconds * 1000)

export function begin(on: VirtualSurroundings = virtualSurroundings()) {
  const session = createSession({ surroundings: on })
  return {
    on,
    session,
    letters: session.memoryStream('k STRING'),
    events: session.memoryStream('k STRING, at TIMESTAMP'),
  }
}

export type Source = ProcessorSource<never, never, unknown, never>
export const transform = (processor: Source, options?: Omit<TransformOptions, 'output'>) =>
  transformWithState('k', processor, { output, ...options })

export const everySecond = { processingTime: '1 second' } as const

export const processingTime = { timeMode: 'ProcessingTime' } as const
