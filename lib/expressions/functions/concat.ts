/** `concat(a, b, …)`, `a || b`: texts, binary values or arrays */
import type { SqlValue } from '../../types/data-type.ts'
import { stringType } from '../../types/types.ts'
import { sameType } from '../binder/operands.ts'
import { castArgument } from '../binder/signature.ts'
import { isAtomic } from '../binder/type-coercion.ts'
import type { Bound } from '../bound.ts'
import type { BindContext, ScalarFunction } from '../scalar-function.ts'
import { bytesArguments, scratchText, type TextBytes } from './text/text-scratch.ts'

export const concat: ScalarFunction = {
  name: 'concat',
  aliases: ['||'],
  summary: 'Texts, binary values or arrays, one behind the other.',
  bind(args, context) {
    if (args.length === 0) return { args, type: stringType, nullable: false }
    const nested = args.some(({ type }) => type.kind === 'array')
    const binary = args.every(({ type }) => type.kind === 'binary')
    const same = nested
      ? sameType(joinable(args, context), context)
      : binary
        ? args
        : args.map((arg, at) => castArgument(arg, at, 'string', context))
    return { args: same, type: arrayTypeOf(same), nullable: same.some((arg) => arg.nullable) }
  },
  evaluate(values): SqlValue {
    const [first] = values
    if (Array.isArray(first)) return (values as readonly SqlValue[][]).flat(1)
    if (!(first instanceof Uint8Array)) return values.join('')
    const joined = new Uint8Array((values as readonly Uint8Array[]).reduce((sum, { length }) => sum + length, 0))
    let at = 0
    for (const bytes of values as readonly Uint8Array[]) {
      joined.set(bytes, at)
      at += bytes.length
    }
    return joined
  },
  emit(emitter, args, call) {
    if (call.type.kind !== 'string' || args.length === 0 || args.some(({ bytes }) => !bytes)) return undefined
    const bytes = args.map((one) => bytesArguments(one.bytes as TextBytes))
    return scratchText(emitter, (scratch) => {
      if (bytes.length === 2) return emitter.line(`${scratch}.join(${bytes.join(', ')})`)
      emitter.line(`${scratch}.begin()`)
      for (const one of bytes) emitter.line(`${scratch}.add(${one})`)
    })
  },
}

/** Beside an array everything else counts as text. */
const joinable = (args: readonly Bound[], context: BindContext) =>
  args.map((arg) => (isAtomic(arg.type) && arg.type.kind !== 'binary' ? context.cast(arg, stringType) : arg))

/** The type of the first; elements may be null where they may be in any. */
function arrayTypeOf(args: readonly Bound[]) {
  const { type } = args[0] as Bound
  if (type.kind !== 'array') return type
  return { ...type, containsNull: args.some((arg) => arg.type.kind === 'array' && arg.type.containsNull) }
}
