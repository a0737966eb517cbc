/** Collects JavaScript source line by line: indents it, names locals, and binds values as constants by reference. */
import { compile } from './compile.ts'

/** One line of code, code rendered one level deeper, or code that is filled in later. */
type Piece = string | readonly Piece[] | { readonly late: readonly Piece[] }

/** Code that stands nowhere yet. */
export interface Aside {
  readonly late: readonly Piece[]
}

/**
 * A writer for the body of one function. Names come from counters only, so no text of the user's can become one.
 * Values reach the code through `constant` (by reference) or through the literals of quoting.ts.
 */
export class CodeWriter {
  readonly constants = new Map<string, unknown>()
  readonly #names = new Map<unknown, string>()
  readonly #body: Piece[] = []
  #current: Piece[] = this.#body
  #locals = 0

  /** Appends one statement (or a line of one). */
  line(text: string): void {
    this.#current.push(text)
  }

  /** Appends `head {`, what `body` writes, `}`. */
  block(head: string, body: () => void): void {
    const outer = this.#current
    const inner: Piece[] = []
    outer.push(`${head} {`, inner, '}')
    this.#current = inner
    try {
      body()
    } finally {
      this.#current = outer
    }
  }

  /**
   * A place in the code that can be written later, for declarations whose need is only known at the end.
   *
   * @returns a function that appends a line at that place
   */
  hole(): (text: string) => void {
    const lines: string[] = []
    this.#current.push({ late: lines })
    return (text) => {
      lines.push(text)
    }
  }

  /**
   * A place in the code where whole pieces can be written later: functions that an inner loop turns out to need.
   *
   * @returns runs a writer whose lines go to that place
   */
  place(): (write: () => void) => void {
    const pieces: Piece[] = []
    this.#current.push({ late: pieces })
    return (write) => {
      const outer = this.#current
      this.#current = pieces
      try {
        write()
      } finally {
        this.#current = outer
      }
    }
  }

  /** Writes aside: gives what was written, to be put in by `put`, or to be dropped. */
  aside(write: () => void): Aside {
    const outer = this.#current
    const pieces: Piece[] = []
    this.#current = pieces
    try {
      write()
    } finally {
      this.#current = outer
    }
    return { late: pieces }
  }

  /** Appends what was written aside. */
  put(written: Aside): void {
    this.#current.push(written)
  }

  /** A fresh name that no other local or constant of this writer has. */
  name(prefix = 'v'): string {
    return `${prefix}${this.#locals++}`
  }

  /** Declares a fresh `let` with an initial value and gives its name. Keep one representation for ever. */
  local(initial: string, prefix = 'v'): string {
    const name = this.name(prefix)
    this.line(`let ${name} = ${initial}`)
    return name
  }

  /** The name under which the code sees `value`, bound outside the function; equal values share one name. */
  constant(value: unknown): string {
    const known = this.#names.get(value)
    if (known !== undefined) return known
    const name = `k${this.constants.size}`
    this.#names.set(value, name)
    this.constants.set(name, value)
    return name
  }

  /** The source so far. */
  text(): string {
    return render(this.#body, '')
  }

  /** Compiles the source as the body of `(parameters) => …`; see `compile`. */
  compile<F>(parameters: readonly string[]): F {
    return compile<F>(parameters, this.text(), this.constants)
  }
}

function render(pieces: readonly Piece[], indent: string): string {
  return pieces
    .flatMap((piece) => {
      if (typeof piece === 'string') return [indent + piece]
      if ('late' in piece) return piece.late.length > 0 ? [render(piece.late, indent)] : []
      return piece.length > 0 ? [render(piece, `${indent}  `)] : []
    })
    .join('\n')
}
