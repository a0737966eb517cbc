import type { Connector, Source } from '../../connector/connector.ts'
import { drain } from '../../connector/drain.ts'
import { MillraceError } from '../../errors.ts'
import { SimulatedFileSystem } from '../../files/simulated-file-system.ts'
import { createSessions } from '../../session/session-builder.ts'

/** Reads all and keeps nothing. */
const nowhere: Connector = {
  name: 'nowhere',
  sink: {
    modes: ['append'],
    guarantee: 'none',
    temporaryCheckpoint: true,
    create: () => ({
      description: 'nowhere',
      write: (_, rows) => drain(rows, () => {}),
      commit: async () => {},
      abort: async () => {},
      stop: async () => {},
    }),
  },
}

/**
 * Runs a query over a source whose data cannot be read.
 *
 * @returns the message of what ended the query
 * @throws when the query ends well
 */
export async function queryFailure(source: Source): Promise<string> {
  const subject: Connector = { name: 'subject', source: { schema: () => source.schema, create: () => source } }
  const session = createSessions({ connectors: [subject, nowhere] }).create({
    surroundings: { files: new SimulatedFileSystem(), warn: () => {}, temporaryFolder: () => '/checkpoint' },
  })
  try {
    const frame = session.readStream.format('subject').load()
    await frame.writeStream.format('nowhere').trigger({ once: true }).start().awaitTermination()
  } catch (error) {
    if (!(error instanceof MillraceError)) throw error
    return error.message
  } finally {
    await session.stop()
  }
  throw new MillraceError('MILLRACE_CONFORMANCE', 'A query over damaged data ended without an error')
}
