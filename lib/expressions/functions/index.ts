/** The scalar functions of Spark SQL that the package has; adding one is its file and its line here. */
import { type FunctionRegistry, functionRegistry } from '../function-registry.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { abs } from './abs.ts'
import { acos } from './acos.ts'
import { addMonths } from './add-months.ts'
import { and } from './and.ts'
import { ascii } from './ascii.ts'
import { asin } from './asin.ts'
import { atan } from './atan.ts'
import { between } from './between.ts'
import { bitLength } from './bit-length.ts'
import { bitwiseAnd } from './bitwise-and.ts'
import { bitwiseNot } from './bitwise-not.ts'
import { bitwiseOr } from './bitwise-or.ts'
import { bitwiseXor } from './bitwise-xor.ts'
import { bround } from './bround.ts'
import { btrim } from './btrim.ts'
import { cbrt } from './cbrt.ts'
import { ceil } from './ceil.ts'
import { chr } from './chr.ts'
import { coalesce } from './coalesce.ts'
import { concatWs } from './concat-ws.ts'
import { concat } from './concat.ts'
import { contains } from './contains.ts'
import { convertTimezone } from './convert-timezone.ts'
import { cos } from './cos.ts'
import { cosh } from './cosh.ts'
import { currentDate } from './current-date.ts'
import { currentTimestamp } from './current-timestamp.ts'
import { currentTimezone } from './current-timezone.ts'
import { dateAdd } from './date-add.ts'
import { dateDiff } from './date-diff.ts'
import { dateFormat } from './date-format.ts'
import { dateFromUnixDate } from './date-from-unix-date.ts'
import { dateSub } from './date-sub.ts'
import { dateTrunc } from './date-trunc.ts'
import { dayName } from './day-name.ts'
import { dayOfWeek } from './day-of-week.ts'
import { dayOfYear } from './day-of-year.ts'
import { day } from './day.ts'
import { degrees } from './degrees.ts'
import { div } from './div.ts'
import { divide } from './divide.ts'
import { e } from './e.ts'
import { endswith } from './endswith.ts'
import { equalNullSafe } from './equal-null-safe.ts'
import { equal } from './equal.ts'
import { exp } from './exp.ts'
import { expm1 } from './expm1.ts'
import { extract } from './extract.ts'
import { floor } from './floor.ts'
import { fromUnixtime } from './from-unixtime.ts'
import { fromUtcTimestamp } from './from-utc-timestamp.ts'
import { greaterOrEqual } from './greater-or-equal.ts'
import { greater } from './greater.ts'
import { greatest } from './greatest.ts'
import { hour } from './hour.ts'
import { if_ } from './if.ts'
import { ilike } from './ilike.ts'
import { in_ } from './in.ts'
import { initcap } from './initcap.ts'
import { instr } from './instr.ts'
import { isNaNNumber } from './is-nan.ts'
import { isNotNull } from './is-not-null.ts'
import { isNull } from './is-null.ts'
import { lastDay } from './last-day.ts'
import { least } from './least.ts'
import { left } from './left.ts'
import { length } from './length.ts'
import { lessOrEqual } from './less-or-equal.ts'
import { less } from './less.ts'
import { likeAll } from './like-all.ts'
import { likeAny } from './like-any.ts'
import { like } from './like.ts'
import { ln } from './ln.ts'
import { localTimestamp } from './local-timestamp.ts'
import { locate } from './locate.ts'
import { log } from './log.ts'
import { log10 } from './log10.ts'
import { log1p } from './log1p.ts'
import { log2 } from './log2.ts'
import { lower } from './lower.ts'
import { lpad } from './lpad.ts'
import { ltrim } from './ltrim.ts'
import { makeDate } from './make-date.ts'
import { makeDtInterval } from './make-dt-interval.ts'
import { makeTimestamp } from './make-timestamp.ts'
import { makeYmInterval } from './make-ym-interval.ts'
import { minus } from './minus.ts'
import { minute } from './minute.ts'
import { monthName } from './month-name.ts'
import { month } from './month.ts'
import { monthsBetween } from './months-between.ts'
import { multiply } from './multiply.ts'
import { negative } from './negative.ts'
import { nextDay } from './next-day.ts'
import { notEqual } from './not-equal.ts'
import { notLikeAll } from './not-like-all.ts'
import { notLikeAny } from './not-like-any.ts'
import { not } from './not.ts'
import { nullif } from './nullif.ts'
import { nvl2 } from './nvl2.ts'
import { octetLength } from './octet-length.ts'
import { or } from './or.ts'
import { overlay } from './overlay.ts'
import { pi } from './pi.ts'
import { plus } from './plus.ts'
import { pmod } from './pmod.ts'
import { positive } from './positive.ts'
import { pow } from './pow.ts'
import { quarter } from './quarter.ts'
import { radians } from './radians.ts'
import { remainder } from './remainder.ts'
import { repeat } from './repeat.ts'
import { replace } from './replace.ts'
import { reverse } from './reverse.ts'
import { right } from './right.ts'
import { rint } from './rint.ts'
import { round } from './round.ts'
import { rpad } from './rpad.ts'
import { rtrim } from './rtrim.ts'
import { second } from './second.ts'
import { shiftLeft } from './shift-left.ts'
import { shiftRightUnsigned } from './shift-right-unsigned.ts'
import { shiftRight } from './shift-right.ts'
import { sign } from './sign.ts'
import { sin } from './sin.ts'
import { sinh } from './sinh.ts'
import { space } from './space.ts'
import { splitPart } from './split-part.ts'
import { sqrt } from './sqrt.ts'
import { startswith } from './startswith.ts'
import { substringIndex } from './substring-index.ts'
import { substring } from './substring.ts'
import { tan } from './tan.ts'
import { tanh } from './tanh.ts'
import { timestampAdd } from './timestamp-add.ts'
import { timestampDiff } from './timestamp-diff.ts'
import { timestampMicros } from './timestamp-micros.ts'
import { timestampMillis } from './timestamp-millis.ts'
import { timestampSeconds } from './timestamp-seconds.ts'
import { toDate } from './to-date.ts'
import { toTimestampNtz } from './to-timestamp-ntz.ts'
import { toTimestamp } from './to-timestamp.ts'
import { toUnixTimestamp } from './to-unix-timestamp.ts'
import { toUtcTimestamp } from './to-utc-timestamp.ts'
import { translate } from './translate.ts'
import { trim } from './trim.ts'
import { trunc } from './trunc.ts'
import { tryAdd } from './try-add.ts'
import { tryDivide } from './try-divide.ts'
import { tryMakeTimestamp } from './try-make-timestamp.ts'
import { tryMod } from './try-mod.ts'
import { tryMultiply } from './try-multiply.ts'
import { trySubtract } from './try-subtract.ts'
import { tryToDate } from './try-to-date.ts'
import { tryToTimestamp } from './try-to-timestamp.ts'
import { unixDate } from './unix-date.ts'
import { unixMicros } from './unix-micros.ts'
import { unixMillis } from './unix-millis.ts'
import { unixSeconds } from './unix-seconds.ts'
import { unixTimestamp } from './unix-timestamp.ts'
import { upper } from './upper.ts'
import { weekOfYear } from './week-of-year.ts'
import { weekday } from './weekday.ts'
import { when } from './when.ts'
import { year } from './year.ts'

/** Every scalar function. */
export const builtinDefinitions: readonly ScalarFunction[] = [
  abs,
  acos,
  addMonths,
  and,
  ascii,
  asin,
  atan,
  between,
  bitLength,
  bitwiseAnd,
  bitwiseNot,
  bitwiseOr,
  bitwiseXor,
  bround,
  btrim,
  cbrt,
  ceil,
  chr,
  coalesce,
  concatWs,
  concat,
  contains,
  convertTimezone,
  cos,
  cosh,
  currentDate,
  currentTimestamp,
  currentTimezone,
  dateAdd,
  dateDiff,
  dateFormat,
  dateFromUnixDate,
  dateSub,
  dateTrunc,
  dayName,
  dayOfWeek,
  dayOfYear,
  day,
  degrees,
  div,
  divide,
  e,
  endswith,
  equalNullSafe,
  equal,
  exp,
  expm1,
  extract,
  floor,
  fromUnixtime,
  fromUtcTimestamp,
  greaterOrEqual,
  greater,
  greatest,
  hour,
  if_,
  ilike,
  in_,
  initcap,
  instr,
  isNaNNumber,
  isNotNull,
  isNull,
  lastDay,
  least,
  left,
  length,
  lessOrEqual,
  less,
  likeAll,
  likeAny,
  like,
  ln,
  localTimestamp,
  locate,
  log,
  log10,
  log1p,
  log2,
  lower,
  lpad,
  ltrim,
  makeDate,
  makeDtInterval,
  makeTimestamp,
  makeYmInterval,
  minus,
  minute,
  monthName,
  month,
  monthsBetween,
  multiply,
  negative,
  nextDay,
  notEqual,
  notLikeAll,
  notLikeAny,
  not,
  nullif,
  nvl2,
  octetLength,
  or,
  overlay,
  pi,
  plus,
  pmod,
  positive,
  pow,
  quarter,
  radians,
  remainder,
  repeat,
  replace,
  reverse,
  right,
  rint,
  round,
  rpad,
  rtrim,
  second,
  shiftLeft,
  shiftRightUnsigned,
  shiftRight,
  sign,
  sin,
  sinh,
  space,
  splitPart,
  sqrt,
  startswith,
  substringIndex,
  substring,
  tan,
  tanh,
  timestampAdd,
  timestampDiff,
  timestampMicros,
  timestampMillis,
  timestampSeconds,
  toDate,
  toTimestampNtz,
  toTimestamp,
  toUnixTimestamp,
  toUtcTimestamp,
  translate,
  trim,
  trunc,
  tryAdd,
  tryDivide,
  tryMakeTimestamp,
  tryMod,
  tryMultiply,
  trySubtract,
  tryToDate,
  tryToTimestamp,
  unixDate,
  unixMicros,
  unixMillis,
  unixSeconds,
  unixTimestamp,
  upper,
  weekOfYear,
  weekday,
  when,
  year,
]

/** Every scalar function by name and alias. */
export const builtinFunctions: FunctionRegistry = functionRegistry(builtinDefinitions)
