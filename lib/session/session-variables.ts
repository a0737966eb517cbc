/** Session variables by name (Spark: TempVariableManager): DECLARE makes them, SET VARIABLE gives them other values. */
import { MillraceError } from '../errors.ts'
import { withoutLengths } from '../expressions/binder/bind-cast.ts'
import type { VariableValue } from '../expressions/expression.ts'
import type { DataType, SqlValue } from '../types/data-type.ts'
import { quoteName } from '../types/ddl/identifier.ts'

/** What a variable is declared with. */
export interface Declaration {
  /** With the lengths of CHAR and VARCHAR: values fit them, and are texts like others. */
  readonly type: DataType
  readonly value: SqlValue
  /** SQL of its value by default; undefined: null. */
  readonly initial: string | undefined
}

interface Variable extends Declaration {
  /** A query gives its next value. */
  readonly coming?: Coming
}

interface Coming {
  /** Why there is none. */
  failure: unknown
}

/** A value that is set when a query has been read. */
export interface LaterValues {
  readonly done: Promise<void>
  /** Who waited has heard how it went; after a failure the variables have their former values. */
  heard(): void
}

/** The variables of one session, names matched without case. */
export class SessionVariables {
  readonly #all = new Map<string, Variable>()
  #version = 0

  get isEmpty(): boolean {
    return this.#all.size === 0
  }

  /** Another number after each change. */
  get version(): number {
    return this.#version
  }

  /**
   * The variable that a path begins with: `x`, `session.x`, `system.session.x`, and behind it names of fields.
   *
   * @returns asking for its value throws MILLRACE_VARIABLE_COMING while a query is read for it, and what that query failed
   *   with
   */
  find(path: readonly string[]): VariableValue | undefined {
    if (this.isEmpty) return undefined
    const lower = path.map((part) => part.toLowerCase())
    for (let parts = Math.min(3, lower.length); parts > 0; parts--) {
      const name = localName(lower.slice(0, parts))
      const found = name === undefined ? undefined : this.#all.get(name)
      if (!found || name === undefined) continue
      const type = withoutLengths(found.type)
      return found.coming ? comingValue(name, type, found.coming, parts) : { name, type, value: found.value, parts }
    }
    return undefined
  }

  /** The variable of a whole path; its value may be on its way. */
  at(path: readonly string[]): (Declaration & { readonly name: string }) | undefined {
    const name = localName(path)
    const found = name === undefined ? undefined : this.#all.get(name)
    return found && name !== undefined ? { ...found, name } : undefined
  }

  /** @throws VARIABLE_ALREADY_EXISTS unless it may be replaced */
  declare(name: string, declaration: Declaration, replace: boolean): void {
    if (!replace && this.#all.has(name)) {
      const shown = shownName(name)
      throw new MillraceError(
        'VARIABLE_ALREADY_EXISTS',
        `Cannot create the variable ${shown} because it already exists.\nChoose a different name, or drop or replace the ` +
          'existing variable.',
        { sqlState: '42723', parameters: { variableName: shown } },
      )
    }
    this.#put(name, declaration)
  }

  assign(names: readonly string[], values: readonly SqlValue[]): void {
    for (const [at, name] of names.entries()) {
      const known = this.#all.get(name)
      if (known) this.#put(name, { type: known.type, initial: known.initial, value: values[at] as SqlValue })
    }
  }

  /** Sets variables when a query has given their values; until then they cannot be named. */
  assignLater(names: readonly string[], values: Promise<readonly SqlValue[]>): LaterValues {
    const mark: Coming = { failure: undefined }
    for (const name of names) {
      const known = this.#all.get(name)
      if (known) this.#put(name, { ...known, coming: mark })
    }
    const waiting = () => names.filter((name) => this.#all.get(name)?.coming === mark)
    const done = values.then(
      (row) => {
        const set = waiting()
        this.assign(
          set,
          set.map((name) => row[names.indexOf(name)] as SqlValue),
        )
      },
      (error) => {
        mark.failure = error
        throw error
      },
    )
    // Who does not wait hears of it at the next use.
    done.catch(() => undefined)
    const heard = () => {
      for (const name of waiting()) {
        const { coming: _, ...former } = this.#all.get(name) as Variable
        this.#put(name, former)
      }
    }
    return { done, heard }
  }

  /** @throws VARIABLE_NOT_FOUND unless it need not be there */
  drop(name: string, ifExists: boolean): void {
    this.#version++
    if (this.#all.delete(name) || ifExists) return
    const shown = shownName(name)
    throw new MillraceError(
      'VARIABLE_NOT_FOUND',
      `The variable ${shown} cannot be found. Verify the spelling and correctness of the schema and catalog.\nIf you did ` +
        'not qualify the name with a schema and catalog, verify the current_schema() output, or qualify the name with the ' +
        'correct schema and catalog.\nTo tolerate the error on drop use DROP VARIABLE IF EXISTS.',
      { sqlState: '42883', parameters: { variableName: shown } },
    )
  }

  #put(name: string, variable: Variable): void {
    this.#version++
    this.#all.set(name, variable)
  }
}

const shownName = (name: string): string => quoteName(['system', 'session', name])

/** The name alone, in lower case; undefined for what is qualified by something else than the session. */
export function localName(path: readonly string[]): string | undefined {
  const [name = '', ...qualifier] = path.map((part) => part.toLowerCase()).reverse()
  return qualifier.every((part, at) => part === ['session', 'system'][at]) && qualifier.length <= 2 ? name : undefined
}

/** A column may hide the name: only who wants the value is refused. */
function comingValue(name: string, type: DataType, coming: Coming, parts: number): VariableValue {
  return {
    name,
    type,
    parts,
    get value(): never {
      throw coming.failure ?? stillComing(name)
    },
  }
}

function stillComing(name: string): MillraceError {
  return new MillraceError(
    'MILLRACE_VARIABLE_COMING',
    `The query that gives a session variable its value is still being read; await the frame of that statement first, as in await session.sql("SET VAR x = (SELECT …)").collect(): ${name}`,
    { parameters: { variableName: name } },
  )
}
