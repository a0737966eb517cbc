import { intType } from '../../types/types.ts'
import { castArgument, checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { patternOf } from './regex/pattern-of.ts'
import { textLength } from './text/text-function.ts'

const whole: Bound = { kind: 'literal', value: 0, type: intType, nullable: false }

/** The group is checked for its type only; Spark never uses it. */
export const regexpInstr: ScalarFunction = {
  name: 'regexp_instr',
  summary: 'The position (from 1) at which a regular expression first fits; 0 when it fits nowhere.',
  bind(args, context) {
    checkCount(args, 2, 3, context)
    const given = args.length === 2 ? [...args, whole] : args
    const cast = given.map((arg, at) => castArgument(arg, at, at === 2 ? 'int' : 'string', context))
    return { args: cast, type: intType, nullable: cast.some((arg) => arg.nullable) }
  },
  evaluate([text, pattern], call) {
    const found = patternOf(call, pattern as string).regex.exec(text as string)
    return found ? textLength((text as string).slice(0, found.index)) + 1 : 0
  },
}
