/** A folder into which an example puts files, as another program would: written elsewhere, then moved, so that no half file is read. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const target = join(import.meta.dirname, '../../target/examples')

export class ArrivingFiles {
  /** Everything the example leaves; emptied when it starts. */
  readonly root: string
  /** Where the files arrive. */
  readonly input: string
  #files = 0

  constructor(example: string) {
    this.root = join(target, example)
    this.input = join(this.root, 'input')
    rmSync(this.root, { recursive: true, force: true })
    mkdirSync(this.input, { recursive: true })
  }

  /** One more file, of these lines. @param folder below the input, `k=v` perhaps */
  put(lines: readonly string[], folder = ''): void {
    this.#files += 1
    const name = `${String(this.#files).padStart(3, '0')}.txt`
    const arriving = join(this.root, name)
    writeFileSync(arriving, `${lines.join('\n')}\n`)
    mkdirSync(join(this.input, folder), { recursive: true })
    renameSync(arriving, join(this.input, folder, name))
  }
}
