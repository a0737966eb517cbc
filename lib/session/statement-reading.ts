import { type ParsedStatement, parseStatement, type StatementNames } from '../sql/parse-statement.ts'
import type { SessionContext } from './session-context.ts'
import { sessionNames } from './session-text.ts'

/** A statement's text with all that it may name, to be parsed as often as is wanted: each time as things are then. */
export class StatementReading {
  readonly #text: string
  readonly #names: StatementNames
  #changes = false

  constructor(text: string, parameter: StatementNames['parameter'], context: SessionContext) {
    const names = sessionNames(context, () => this.readsChanging())
    this.#names = parameter ? { ...names, parameter } : names
    this.#text = text
  }

  /** @throws what the parser finds */
  read(): ParsedStatement {
    return parseStatement(this.#text, this.#names)
  }

  /** Whether its meaning may change: it names session variables or functions that SQL made, or a view that does. */
  get changes(): boolean {
    return this.#changes
  }

  /** It reads a view that changes. */
  readsChanging(): void {
    this.#changes = true
  }
}
