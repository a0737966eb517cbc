import { type ParsedStatement, parseStatement, type StatementNames } from '../sql/parse-statement.ts'
import type { SessionContext } from './session-context.ts'
import { keepsEscapes } from './session-text.ts'

/** A statement's text with all that it may name, to be parsed as often as is wanted: each time as things are then. */
export class StatementReading {
  readonly #text: string
  readonly #names: StatementNames
  #changes = false

  constructor(text: string, parameter: StatementNames['parameter'], context: SessionContext) {
    const { variables } = context
    this.#text = text
    this.#names = {
      ...(parameter ? { parameter } : {}),
      keepsEscapes: keepsEscapes(context),
      variable: (path) => {
        const found = variables.find(path)
        if (found) this.#changes = true
        return found
      },
    }
  }

  /** @throws what the parser finds */
  read(): ParsedStatement {
    return parseStatement(this.#text, this.#names)
  }

  /** Whether session variables may change what it means: it names some, or a view that does. */
  get changes(): boolean {
    return this.#changes
  }

  /** It reads a view that changes. */
  readsChanging(): void {
    this.#changes = true
  }
}
