/** A real Spark in a process of its own: `spark.py`, asked one thing after another, so that its session starts once. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'

/** What `spark.py` can be asked. */
export type SparkRequest = { readonly do: 'stream' | 'read'; readonly [argument: string]: unknown }

type Answer = { readonly gives: unknown } | { readonly error: string }

export class SparkProcess {
  readonly #child: ChildProcess
  readonly #answers: AsyncIterator<string>
  #complaints = ''

  /** @param python an interpreter that has pyspark */
  constructor(python: string) {
    const script = fileURLToPath(new URL('spark.py', import.meta.url))
    // The JVM prints what it likes on its standard output: answers have a channel of their own.
    this.#child = spawn(python, [script], { stdio: ['pipe', 'ignore', 'pipe', 'pipe'] })
    this.#child.stderr?.on('data', (chunk: Buffer) => {
      this.#complaints = (this.#complaints + chunk).slice(-5000)
    })
    this.#answers = createInterface({ input: this.#child.stdio[3] as Readable })[Symbol.asyncIterator]()
  }

  /** @throws with Spark's stack when it fails, or with its last words when it has ended */
  async ask<T>(request: SparkRequest): Promise<T> {
    this.#child.stdin?.write(`${JSON.stringify(request)}\n`)
    const { value, done } = await this.#answers.next()
    if (done) throw new Error(`Spark has ended:\n${this.#complaints}`)
    const answer = JSON.parse(value) as Answer
    if ('error' in answer) throw new Error(answer.error)
    return answer.gives as T
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return
    const ended = once(this.#child, 'exit')
    this.#child.stdin?.end()
    await ended
  }
}
