import { MillraceError } from '../../errors.ts'
import type { DataType, SqlValue } from '../../types/data-type.ts'
import { stringType } from '../../types/types.ts'
import { castArgument, checkCount } from '../binder/signature.ts'
import { isDatetime } from '../binder/type-coercion.ts'
import type { Bound } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import { callText } from '../call-text.ts'
import type { BindContext, BoundParts, ScalarFunction } from '../scalar-function.ts'
import { base64 } from './base64.ts'
import { dateFormat } from './date-format.ts'
import { decode } from './decode.ts'
import { hex } from './hex.ts'
import { formatByPattern, numberFormat } from './numeric/number-format.ts'
import { perCall } from './per-call.ts'

/** Bytes become another function, chosen by the format. @throws INVALID_PARAMETER_VALUE.BINARY_FORMAT */
function bindBinary(input: Bound, format: Bound, context: BindContext): BoundParts {
  const wanted = context.constant(format, 'format')
  const name = (own: string) => (context.name === 'to_char' ? own : context.name)
  switch (typeof wanted === 'string' ? wanted.toLowerCase() : wanted) {
    case 'base64':
      return { ...base64.bind([input], context), name: base64.name, text: callText(name('base64'), [boundText(input)]) }
    case 'hex':
      return { ...hex.bind([input], context), name: hex.name, text: callText(name('hex'), [boundText(input)]) }
    case 'utf-8': {
      const text = callText(name('decode'), [boundText(input), boundText(format)])
      return { ...decode.bind([input, format], context), name: decode.name, text }
    }
    case null:
      return { args: [input, format], type: stringType, nullable: true }
    default:
      throw new MillraceError(
        'INVALID_PARAMETER_VALUE.BINARY_FORMAT',
        `The value of parameter(s) \`format\` in \`${context.name}\` is invalid: expects one of binary formats 'base64', ` +
          `'hex', 'utf-8', but got ${wanted}.`,
        { sqlState: '22023' },
      )
  }
}

const patternOf = perCall((format: string) => numberFormat(format))

export const toChar: ScalarFunction = {
  name: 'to_char',
  aliases: ['to_varchar'],
  summary: 'A number, date, timestamp or bytes as a text by a format.',
  bind(args, context) {
    checkCount(args, 2, 2, context)
    const [input, format] = [args[0] as Bound, castArgument(args[1] as Bound, 1, 'string', context)]
    if (isDatetime(input.type)) {
      const text = callText('date_format', [boundText(input), boundText(format)])
      return { ...dateFormat.bind([input, format], context), name: dateFormat.name, text }
    }
    if (input.type.kind === 'binary') return bindBinary(input, format, context)
    const number = castArgument(input, 0, 'decimal', context)
    const wanted = context.constant(format, 'format')
    if (wanted !== null) numberFormat(wanted as string)
    return {
      args: [number, format],
      type: stringType,
      nullable: number.nullable || format.nullable,
      text: callText('to_char', [boundText(input), boundText(format)]),
    }
  },
  evaluate([value, format], call): SqlValue {
    const { type } = call.args[0] as Bound
    const { scale } = type as Extract<DataType, { readonly kind: 'decimal' }>
    return formatByPattern(value as bigint, scale, patternOf(call, format as string))
  },
}
