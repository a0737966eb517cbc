/** Functions that SQL made, by name: they live as long as the session. */
import type { Expression, RoutineValue } from '../expressions/expression.ts'
import type { DataType } from '../types/data-type.ts'
import { localName } from './session-variables.ts'

/** A function as its statement wrote it. */
export interface Routine {
  readonly parameters: readonly {
    readonly name: string
    readonly type: DataType
    readonly initial: string | undefined
  }[]
  readonly returns: DataType | undefined
  /** The type of its values. */
  readonly gives: DataType
  readonly body: string
}

/** The functions of one session, names matched without case. */
export class SessionRoutines {
  readonly #all = new Map<string, Routine>()
  #version = 0

  /** Another number after each change. */
  get version(): number {
    return this.#version
  }

  /** In order. */
  get names(): readonly string[] {
    return [...this.#all.keys()].sort()
  }

  at(name: string): Routine | undefined {
    return this.#all.get(name.toLowerCase())
  }

  /**
   * The function of a path: `f`, `session.f`.
   *
   * @param parse reads its body and its arguments by default, as what they name is now
   */
  find(path: readonly string[], parse: (text: string) => Expression): RoutineValue | undefined {
    if (this.#all.size === 0) return undefined
    const name = localName(path)
    const routine = name === undefined ? undefined : this.#all.get(name)
    if (!routine || name === undefined) return undefined
    const parameters = routine.parameters.map(({ name: own, type, initial }) =>
      initial === undefined ? { name: own, type } : { name: own, type, default: parse(initial) },
    )
    return { name, parameters, returns: routine.returns, body: parse(routine.body), qualified: path.length > 1 }
  }

  set(name: string, routine: Routine): void {
    this.#version++
    this.#all.set(name.toLowerCase(), routine)
  }

  /** Whether there was one. */
  drop(name: string): boolean {
    this.#version++
    return this.#all.delete(name.toLowerCase())
  }
}
