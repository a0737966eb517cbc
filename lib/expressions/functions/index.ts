/** The scalar functions of Spark SQL that the package has; adding one is its file and its line here. */
import { type FunctionRegistry, functionRegistry } from '../function-registry.ts'
import { and } from './and.ts'
import { between } from './between.ts'
import { bitwiseAnd } from './bitwise-and.ts'
import { bitwiseNot } from './bitwise-not.ts'
import { bitwiseOr } from './bitwise-or.ts'
import { bitwiseXor } from './bitwise-xor.ts'
import { coalesce } from './coalesce.ts'
import { div } from './div.ts'
import { divide } from './divide.ts'
import { equalNullSafe } from './equal-null-safe.ts'
import { equal } from './equal.ts'
import { greaterOrEqual } from './greater-or-equal.ts'
import { greater } from './greater.ts'
import { greatest } from './greatest.ts'
import { if_ } from './if.ts'
import { ilike } from './ilike.ts'
import { in_ } from './in.ts'
import { isNaNNumber } from './is-nan.ts'
import { isNotNull } from './is-not-null.ts'
import { isNull } from './is-null.ts'
import { least } from './least.ts'
import { lessOrEqual } from './less-or-equal.ts'
import { less } from './less.ts'
import { likeAll } from './like-all.ts'
import { likeAny } from './like-any.ts'
import { like } from './like.ts'
import { minus } from './minus.ts'
import { multiply } from './multiply.ts'
import { negative } from './negative.ts'
import { notEqual } from './not-equal.ts'
import { notLikeAll } from './not-like-all.ts'
import { notLikeAny } from './not-like-any.ts'
import { not } from './not.ts'
import { nullif } from './nullif.ts'
import { nvl2 } from './nvl2.ts'
import { or } from './or.ts'
import { plus } from './plus.ts'
import { pmod } from './pmod.ts'
import { positive } from './positive.ts'
import { remainder } from './remainder.ts'
import { shiftLeft } from './shift-left.ts'
import { shiftRightUnsigned } from './shift-right-unsigned.ts'
import { shiftRight } from './shift-right.ts'
import { tryAdd } from './try-add.ts'
import { tryDivide } from './try-divide.ts'
import { tryMod } from './try-mod.ts'
import { tryMultiply } from './try-multiply.ts'
import { trySubtract } from './try-subtract.ts'
import { when } from './when.ts'

/** Every scalar function by name. */
export const builtinFunctions: FunctionRegistry = functionRegistry([
  and,
  between,
  bitwiseAnd,
  bitwiseNot,
  bitwiseOr,
  bitwiseXor,
  coalesce,
  div,
  divide,
  equalNullSafe,
  equal,
  greaterOrEqual,
  greater,
  greatest,
  if_,
  ilike,
  in_,
  isNaNNumber,
  isNotNull,
  isNull,
  least,
  lessOrEqual,
  less,
  likeAll,
  likeAny,
  like,
  minus,
  multiply,
  negative,
  notEqual,
  notLikeAll,
  notLikeAny,
  not,
  nullif,
  nvl2,
  or,
  plus,
  pmod,
  positive,
  remainder,
  shiftLeft,
  shiftRightUnsigned,
  shiftRight,
  tryAdd,
  tryDivide,
  tryMod,
  tryMultiply,
  trySubtract,
  when,
])
