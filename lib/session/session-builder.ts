/** `Session.builder()…getOrCreate()`, over what the entry knows of operators, functions and connectors. */
import { MillraceError } from '../errors.ts'
import { Session } from './session.ts'
import { SessionContext } from './session-context.ts'
import type { Registrations } from './session-registry.ts'
import { realSurroundings, type Surroundings } from './surroundings.ts'

/** What the package exports as `Session`. */
export interface Sessions {
  builder(): SessionBuilder
  /** A new session beside any other. */
  create(options?: SessionOptions): Session
  /** The session that getOrCreate() would give. */
  getActiveSession(): Session | undefined
  /** The same. @throws NO_ACTIVE_OR_DEFAULT_SESSION when there is none */
  active(): Session
}

/**
 * The way in for an entry: it brings its values, programs make sessions of them.
 *
 * @param base operators, functions and connectors of every session
 */
export function createSessions(base: Registrations): Sessions {
  const active: ActiveSession = { current: undefined }
  const running = () => (active.current && !active.current.context.stopped ? active.current.session : undefined)
  return {
    builder: () => new SessionBuilder(base, active),
    create: ({ conf = {}, register = {}, surroundings = {} } = {}) =>
      new SessionBuilder(base, active).config(conf).register(register).surroundings(surroundings).getOrCreate(),
    getActiveSession: running,
    active: () => {
      const session = running()
      if (session) return session
      throw new MillraceError(
        'NO_ACTIVE_OR_DEFAULT_SESSION',
        'No active or default Spark session found. Please create a new Spark session before running the code.',
      )
    },
  }
}

/** A session in one call, for tools and tests. */
export interface SessionOptions {
  /** Settings by Spark's names. */
  readonly conf?: Readonly<Record<string, string | number | bigint | boolean>>
  /** Operators, functions and connectors of the program's own. */
  readonly register?: Registrations
  /** A clock, a disk, a place to print, instead of the real ones. */
  readonly surroundings?: Partial<Surroundings>
}

interface ActiveSession {
  current: { readonly session: Session; readonly context: SessionContext } | undefined
}

export class SessionBuilder {
  readonly #base: Registrations
  readonly #active: ActiveSession
  readonly #settings = new Map<string, string>()
  readonly #own: Registrations[] = []
  #surroundings: Partial<Surroundings> | undefined

  constructor(base: Registrations, active: ActiveSession) {
    this.#base = base
    this.#active = active
  }

  /** Where queries run: `local`, also `local[n]` and `local[*]`, is this process. */
  master(url: string): this {
    if (!/^local(\[(\d+|\*)\])?$/.test(url)) {
      throw new MillraceError(
        'MILLRACE_MASTER',
        `Queries run in this process only: write master('local') instead of '${url}'`,
      )
    }
    return this.config('spark.master', url)
  }

  appName(name: string): this {
    return this.config('spark.app.name', name)
  }

  /** One setting, or several. */
  config(key: string, value: string | number | bigint | boolean): this
  config(settings: Readonly<Record<string, string | number | bigint | boolean>>): this
  config(given: string | Readonly<Record<string, unknown>>, value?: unknown): this {
    const entries = typeof given === 'string' ? [[given, value] as const] : Object.entries(given)
    for (const [key, one] of entries) this.#settings.set(key, String(one))
    return this
  }

  /** Operators, functions and connectors of the program's own, beside the built-in ones. */
  register(registrations: Registrations): this {
    this.#own.push(registrations)
    return this
  }

  /** For tests: a clock, a disk, a place to print, instead of the real ones. Always gives a new session. */
  surroundings(surroundings: Partial<Surroundings>): this {
    this.#surroundings = { ...this.#surroundings, ...surroundings }
    return this
  }

  /** The running session with these settings added, or a new one. */
  getOrCreate(): Session {
    const { current } = this.#active
    if (current && !current.context.stopped && !this.#surroundings) {
      this.#configure(current.context)
      return current.session
    }
    const created = this.#make()
    if (!this.#surroundings) this.#active.current = created
    return created.session
  }

  #make(): { readonly session: Session; readonly context: SessionContext } {
    const context = new SessionContext({ ...realSurroundings(), ...this.#surroundings })
    const own = [this.#base, ...this.#own]
    const register = (to: SessionContext) => {
      for (const registrations of own) to.registry.add(registrations)
    }
    register(context)
    for (const [key, value] of this.#settings) context.conf.configure(key, value)
    return { session: new Session(context, register), context }
  }

  #configure(context: SessionContext): void {
    for (const [key, value] of this.#settings) context.conf.set(key, value)
    for (const registrations of this.#own) context.registry.add(registrations)
  }
}
