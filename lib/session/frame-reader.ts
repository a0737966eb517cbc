/** What `session.read` and `session.readStream` have in common: format and options. */
import { type OptionValue, ReaderSettings } from './reader-settings.ts'
import type { SessionContext } from './session-context.ts'

export abstract class FrameReader {
  protected readonly settings = new ReaderSettings()
  protected readonly context: SessionContext

  constructor(context: SessionContext) {
    this.context = context
  }

  /** `json`, `csv`, `text`, or a registered connector's name. */
  format(name: string): this {
    this.settings.format = name
    return this
  }

  /** One option of the source; names without case. */
  option(name: string, value: OptionValue): this {
    this.settings.option(name, value)
    return this
  }

  options(values: Readonly<Record<string, OptionValue>>): this {
    for (const [name, value] of Object.entries(values)) this.option(name, value)
    return this
  }
}
