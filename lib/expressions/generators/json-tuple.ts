/** Members of a JSON object as columns: Spark's `JsonTuple`. */
import { utf8Of } from '../../columnar/bytes.ts'
import { JsonFailure } from '../../formats/json/json-cursor.ts'
import { JsonTokens } from '../../formats/json/json-tokens.ts'
import { defaultSyntax } from '../../formats/json/options.ts'
import { reserialize } from '../../formats/json/reserialize.ts'
import { Token } from '../../formats/json/token.ts'
import type { SqlValue } from '../../types/data-type.ts'
import { stringType, structType } from '../../types/types.ts'
import { mismatch } from '../binder/mismatch.ts'
import { checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import type { Generator } from './generator.ts'
import { structRows } from './struct-rows.ts'

/** The text of the members, null where there is none or JSON null; all null when the text is no JSON object. */
function members(text: string, names: readonly SqlValue[]): SqlValue[] {
  const found: SqlValue[] = names.map(() => null)
  const bytes = utf8Of(text)
  const tokens = new JsonTokens(defaultSyntax)
  try {
    tokens.reset(bytes, 0, bytes.length)
    if (tokens.next() !== Token.objectStart) return found
    for (;;) {
      const token = tokens.next()
      if (token === Token.objectEnd) return found
      if (token === Token.none) return names.map(() => null)
      const { name } = tokens
      tokens.next()
      if (!names.includes(name) || tokens.token === Token.null) {
        tokens.skipChildren()
        continue
      }
      const value = tokens.token === Token.string ? tokens.text() : reserialize(tokens)
      for (let at = 0; at < names.length; at++) if (names[at] === name) found[at] = value
    }
  } catch (error) {
    if (error instanceof JsonFailure) return names.map(() => null)
    throw error
  }
}

/** What `json_tuple` is made of: (text, name, …) to a struct. SQL cannot say its name. */
export const jsonMembers: ScalarFunction = {
  name: 'json members',
  summary: 'The members of a JSON object by name, as a struct of text.',
  nulls: 'custom',
  bind: (args) => ({ args, type: tupleType(args.length - 1), nullable: false }),
  evaluate: ([text, ...names]) =>
    text === null ? names.map(() => null) : members(text as string, names as readonly SqlValue[]),
}

const tupleFields = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ name: `c${at}`, type: stringType, nullable: true }))

const tupleType = (count: number) => structType(tupleFields(count))

export const jsonTuple: Generator = {
  name: 'json_tuple',
  summary: 'Members of a JSON object by their names, as columns of text.',
  outer: false,
  bind(args, context) {
    checkCount(args, 2, Number.POSITIVE_INFINITY, context)
    if (!args.every(({ type }) => type.kind === 'string')) {
      throw mismatch(context, 'NON_STRING_TYPE', `all arguments of the function \`${context.name}\` must be strings.`)
    }
    const count = args.length - 1
    const struct: Bound = { kind: 'call', name: jsonMembers.name, args, type: tupleType(count), nullable: false }
    return structRows(tupleFields(count), [struct])
  },
}
