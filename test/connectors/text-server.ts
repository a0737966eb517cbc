/** A TCP peer in the test's hand. */
import { createServer, type Socket } from 'node:net'

export interface TextServer {
  readonly port: number
  /** Connections made so far. */
  readonly connections: readonly Socket[]
  /** To every connection that is open. */
  send(text: string | Uint8Array): void
  /** Ends every connection well. */
  end(): void
  /** Breaks every connection off. */
  reset(): void
  close(): Promise<void>
}

/** Begins to listen at a free port of this machine. */
export function listen(): Promise<TextServer> {
  const connections: Socket[] = []
  const early: (string | Uint8Array)[] = []
  const server = createServer((socket) => {
    connections.push(socket)
    socket.on('error', () => {})
    for (const text of early.splice(0)) socket.write(text)
  })
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve({
        port: (server.address() as { port: number }).port,
        connections,
        send(text) {
          if (connections.length === 0) early.push(text)
          for (const one of connections) if (!one.destroyed) one.write(text)
        },
        end: () => {
          for (const one of connections) one.end()
        },
        reset: () => {
          for (const one of connections) one.resetAndDestroy()
        },
        close: () =>
          new Promise<void>((done) => {
            for (const one of connections) one.destroy()
            server.close(() => done())
          }),
      })
    })
  })
}
