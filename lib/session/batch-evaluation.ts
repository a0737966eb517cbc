import type { Evaluation } from '../expressions/evaluation.ts'
import type { SessionContext } from './session-context.ts'

/** What expressions see of the world outside of a stream: the clock as it is now, the session's settings. */
export function batchEvaluation(context: SessionContext): Evaluation {
  return {
    batchTime: BigInt(Math.floor(context.surroundings.clock.now())) * 1000n,
    epoch: 0,
    queryId: '',
    zone: context.conf.zone,
    ansi: context.conf.ansi,
    functions: context.functions,
  }
}
