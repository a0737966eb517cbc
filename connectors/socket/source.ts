import { connect, type Socket } from 'node:net'
import { ArrivedRows } from '../../lib/connector/arrived-rows.ts'
import { ArrivedRowsSource } from '../../lib/connector/arrived-rows-source.ts'
import type { Source, SourceContext } from '../../lib/connector/connector.ts'
import { MillraceError } from '../../lib/errors.ts'
import type { Schema } from '../../lib/types/schema.ts'
import { LineSplitter } from './line-splitter.ts'
import type { SocketOptions } from './options.ts'

/** Rows that are kept before the socket is no longer read: the peer's own sending then waits. */
const mostKept = 100_000
/** Characters of one line. A peer that never ends its line must not fill the memory. */
const longestLine = 64 << 20

/**
 * Lines of a TCP connection. When the peer closes the query goes on without new rows, as Spark's.
 *
 * @param mostRows uncommitted rows from which on the connection is not read
 * @throws MILLRACE_SOCKET when the connection cannot be made
 */
export async function openSocketSource(
  options: SocketOptions,
  schema: Schema,
  context: SourceContext,
  mostRows = mostKept,
): Promise<Source> {
  const { host, port, includeTimestamp } = options
  const socket = await connected(host, port)
  const rows = new ArrivedRows(schema)
  const lines = new LineSplitter((line) => {
    rows.add(includeTimestamp ? [line, BigInt(Math.floor(context.nowMs())) * 1000n] : [line])
    if (rows.kept >= mostRows) socket.pause()
  })
  const source = new ArrivedRowsSource(rows, {
    description: `TextSocketV2[host: ${host}, port: ${port}]`,
    beginsEmpty: true,
    restart: 'refuse',
    stop: () => void socket.destroy(),
    committed: () => {
      if (rows.kept < mostRows) socket.resume()
    },
  })
  socket.on('data', (bytes) => {
    lines.add(bytes)
    if (lines.pending > longestLine) socket.destroy(lineTooLong(host, port))
  })
  socket.on('end', () => {
    lines.end()
    context.warn(`Stream closed by ${host}:${port}`)
  })
  // Spark's reading thread ends with a warning only, and the query waits for ever for rows that nobody sends.
  socket.on('error', (cause) => source.fail(cause instanceof MillraceError ? cause : lost(host, port, cause)))
  return source
}

function connected(host: string, port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port })
    const failed = (cause: Error) => reject(refused(host, port, cause))
    socket.once('error', failed)
    socket.once('connect', () => {
      socket.off('error', failed)
      resolve(socket)
    })
  })
}

function refused(host: string, port: number, cause: Error): MillraceError {
  const reason = 'code' in cause && cause.code === 'ECONNREFUSED' ? 'Connection refused' : cause.message
  return new MillraceError('MILLRACE_SOCKET', `${reason} (${host}:${port})`, { cause })
}

function lost(host: string, port: number, cause: Error): MillraceError {
  return new MillraceError('MILLRACE_SOCKET', `The connection was lost: ${cause.message} (${host}:${port})`, { cause })
}

function lineTooLong(host: string, port: number): MillraceError {
  return new MillraceError('MILLRACE_SOCKET', `A line does not end within ${longestLine} characters (${host}:${port})`)
}
