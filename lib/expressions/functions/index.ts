/** The scalar functions of Spark SQL that the package has; adding one is its file and its line here. */
import { type FunctionRegistry, functionRegistry } from '../function-registry.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { abs } from './abs.ts'
import { acos } from './acos.ts'
import { acosh } from './acosh.ts'
import { addMonths } from './add-months.ts'
import { aesDecrypt } from './aes-decrypt.ts'
import { aesEncrypt } from './aes-encrypt.ts'
import { aggregate } from './aggregate.ts'
import { and } from './and.ts'
import { approxTopKEstimate } from './approx-top-k-estimate.ts'
import { array } from './array.ts'
import { arrayAppend } from './array-append.ts'
import { arrayCompact } from './array-compact.ts'
import { arrayContains } from './array-contains.ts'
import { arrayDistinct } from './array-distinct.ts'
import { arrayExcept } from './array-except.ts'
import { arrayInsert } from './array-insert.ts'
import { arrayIntersect } from './array-intersect.ts'
import { arrayJoin } from './array-join.ts'
import { arrayMax } from './array-max.ts'
import { arrayMin } from './array-min.ts'
import { arrayPosition } from './array-position.ts'
import { arrayPrepend } from './array-prepend.ts'
import { arrayRemove } from './array-remove.ts'
import { arrayRepeat } from './array-repeat.ts'
import { arraySize } from './array-size.ts'
import { arraySort } from './array-sort.ts'
import { arrayUnion } from './array-union.ts'
import { arraysOverlap } from './arrays-overlap.ts'
import { arraysZip } from './arrays-zip.ts'
import { ascii } from './ascii.ts'
import { asin } from './asin.ts'
import { asinh } from './asinh.ts'
import { assertTrue } from './assert-true.ts'
import { atan } from './atan.ts'
import { atan2 } from './atan2.ts'
import { atanh } from './atanh.ts'
import { base64 } from './base64.ts'
import { between } from './between.ts'
import { bin } from './bin.ts'
import { bitCount } from './bit-count.ts'
import { bitGet } from './bit-get.ts'
import { bitLength } from './bit-length.ts'
import { bitmapBitPosition } from './bitmap-bit-position.ts'
import { bitmapBucketNumber } from './bitmap-bucket-number.ts'
import { bitmapCount } from './bitmap-count.ts'
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
import { collate } from './collate.ts'
import { collation } from './collation.ts'
import { concat } from './concat.ts'
import { concatWs } from './concat-ws.ts'
import { contains } from './contains.ts'
import { conv } from './conv.ts'
import { convertTimezone } from './convert-timezone.ts'
import { cos } from './cos.ts'
import { cosh } from './cosh.ts'
import { cot } from './cot.ts'
import { crc32 } from './crc32.ts'
import { csc } from './csc.ts'
import { currentCatalog } from './current-catalog.ts'
import { currentDatabase } from './current-database.ts'
import { currentDate } from './current-date.ts'
import { currentPath } from './current-path.ts'
import { currentTimestamp } from './current-timestamp.ts'
import { currentTimezone } from './current-timezone.ts'
import { currentUser } from './current-user.ts'
import { dateAdd } from './date-add.ts'
import { dateDiff } from './date-diff.ts'
import { dateFormat } from './date-format.ts'
import { dateFromUnixDate } from './date-from-unix-date.ts'
import { dateSub } from './date-sub.ts'
import { dateTrunc } from './date-trunc.ts'
import { day } from './day.ts'
import { dayName } from './day-name.ts'
import { dayOfWeek } from './day-of-week.ts'
import { dayOfYear } from './day-of-year.ts'
import { decode } from './decode.ts'
import { degrees } from './degrees.ts'
import { div } from './div.ts'
import { divide } from './divide.ts'
import { e } from './e.ts'
import { elementAt } from './element-at.ts'
import { elt } from './elt.ts'
import { encode } from './encode.ts'
import { endswith } from './endswith.ts'
import { equal } from './equal.ts'
import { equalNullSafe } from './equal-null-safe.ts'
import { exists } from './exists.ts'
import { exp } from './exp.ts'
import { expm1 } from './expm1.ts'
import { extract } from './extract.ts'
import { factorial } from './factorial.ts'
import { filter } from './filter.ts'
import { findInSet } from './find-in-set.ts'
import { flatten } from './flatten.ts'
import { floor } from './floor.ts'
import { forall } from './forall.ts'
import { formatNumber } from './format-number.ts'
import { formatString } from './format-string.ts'
import { fromBase32 } from './from-base32.ts'
import { fromCsv } from './from-csv.ts'
import { fromJson } from './from-json.ts'
import { fromUnixtime } from './from-unixtime.ts'
import { fromUtcTimestamp } from './from-utc-timestamp.ts'
import { fromXml } from './from-xml.ts'
import { get } from './get.ts'
import { getJsonObject } from './get-json-object.ts'
import { greater } from './greater.ts'
import { greaterOrEqual } from './greater-or-equal.ts'
import { greatest } from './greatest.ts'
import { grouping } from './grouping.ts'
import { groupingId } from './grouping-id.ts'
import { hash } from './hash.ts'
import { hex } from './hex.ts'
import { hllSketchEstimate } from './hll-sketch-estimate.ts'
import { hllUnion } from './hll-union.ts'
import { hmac } from './hmac.ts'
import { hour } from './hour.ts'
import { hypot } from './hypot.ts'
import { if_ } from './if.ts'
import { ilike } from './ilike.ts'
import { in_ } from './in.ts'
import { initcap } from './initcap.ts'
import { instr } from './instr.ts'
import { isNaNNumber } from './is-nan.ts'
import { isNotNull } from './is-not-null.ts'
import { isNull } from './is-null.ts'
import { isValidUtf8 } from './is-valid-utf8.ts'
import { isValidVariant } from './is-valid-variant.ts'
import { isVariantNull } from './is-variant-null.ts'
import { jaroWinklerSimilarity } from './jaro-winkler-similarity.ts'
import { jsonArrayLength } from './json-array-length.ts'
import { jsonObjectKeys } from './json-object-keys.ts'
import { kllSketchNumbers } from './kll-sketch-numbers.ts'
import { kllSketchQueries } from './kll-sketch-queries.ts'
import { lastDay } from './last-day.ts'
import { least } from './least.ts'
import { left } from './left.ts'
import { length } from './length.ts'
import { less } from './less.ts'
import { lessOrEqual } from './less-or-equal.ts'
import { levenshtein } from './levenshtein.ts'
import { like } from './like.ts'
import { likeAll } from './like-all.ts'
import { likeAny } from './like-any.ts'
import { ln } from './ln.ts'
import { localTimestamp } from './local-timestamp.ts'
import { locate } from './locate.ts'
import { log } from './log.ts'
import { log1p } from './log1p.ts'
import { log2 } from './log2.ts'
import { log10 } from './log10.ts'
import { lower } from './lower.ts'
import { lpad } from './lpad.ts'
import { ltrim } from './ltrim.ts'
import { luhnCheck } from './luhn-check.ts'
import { makeDate } from './make-date.ts'
import { makeDtInterval } from './make-dt-interval.ts'
import { makeInterval } from './make-interval.ts'
import { makeTimestamp } from './make-timestamp.ts'
import { makeTimestampNtz } from './make-timestamp-ntz.ts'
import { makeValidUtf8 } from './make-valid-utf8.ts'
import { makeYmInterval } from './make-ym-interval.ts'
import { map } from './map.ts'
import { mapConcat } from './map-concat.ts'
import { mapContainsKey } from './map-contains-key.ts'
import { mapEntries } from './map-entries.ts'
import { mapFilter } from './map-filter.ts'
import { mapFromArrays } from './map-from-arrays.ts'
import { mapFromEntries } from './map-from-entries.ts'
import { mapKeys } from './map-keys.ts'
import { mapValues } from './map-values.ts'
import { mapZipWith } from './map-zip-with.ts'
import { mask } from './mask.ts'
import { md5 } from './md5.ts'
import { minus } from './minus.ts'
import { minute } from './minute.ts'
import { monotonicallyIncreasingId } from './monotonically-increasing-id.ts'
import { month } from './month.ts'
import { monthName } from './month-name.ts'
import { monthsBetween } from './months-between.ts'
import { multiply } from './multiply.ts'
import { namedStruct } from './named-struct.ts'
import { nanvl } from './nanvl.ts'
import { negative } from './negative.ts'
import { nextDay } from './next-day.ts'
import { not } from './not.ts'
import { notEqual } from './not-equal.ts'
import { notLikeAll } from './not-like-all.ts'
import { notLikeAny } from './not-like-any.ts'
import { nullif } from './nullif.ts'
import { nullifzero } from './nullifzero.ts'
import { nvl2 } from './nvl2.ts'
import { octetLength } from './octet-length.ts'
import { or } from './or.ts'
import { overlay } from './overlay.ts'
import { parseJson } from './parse-json.ts'
import { parseUrl } from './parse-url.ts'
import { pi } from './pi.ts'
import { plus } from './plus.ts'
import { pmod } from './pmod.ts'
import { positive } from './positive.ts'
import { pow } from './pow.ts'
import { quarter } from './quarter.ts'
import { quote } from './quote.ts'
import { radians } from './radians.ts'
import { raiseError } from './raise-error.ts'
import { rand } from './rand.ts'
import { randn } from './randn.ts'
import { randstr } from './randstr.ts'
import { regexpCount } from './regexp-count.ts'
import { regexpExtract } from './regexp-extract.ts'
import { regexpExtractAll } from './regexp-extract-all.ts'
import { regexpInstr } from './regexp-instr.ts'
import { regexpReplace } from './regexp-replace.ts'
import { regexpSubstr } from './regexp-substr.ts'
import { remainder } from './remainder.ts'
import { repeat } from './repeat.ts'
import { replace } from './replace.ts'
import { reverse } from './reverse.ts'
import { right } from './right.ts'
import { rint } from './rint.ts'
import { rlike } from './rlike.ts'
import { round } from './round.ts'
import { rpad } from './rpad.ts'
import { rtrim } from './rtrim.ts'
import { schemaOfCsv } from './schema-of-csv.ts'
import { schemaOfJson } from './schema-of-json.ts'
import { schemaOfVariant } from './schema-of-variant.ts'
import { schemaOfXml } from './schema-of-xml.ts'
import { sec } from './sec.ts'
import { second } from './second.ts'
import { semiStructuredExtract } from './semi-structured-extract.ts'
import { sentences } from './sentences.ts'
import { sequence } from './sequence.ts'
import { sessionWindow } from './session-window.ts'
import { sha1 } from './sha1.ts'
import { sha2 } from './sha2.ts'
import { shiftLeft } from './shift-left.ts'
import { shiftRight } from './shift-right.ts'
import { shiftRightUnsigned } from './shift-right-unsigned.ts'
import { shuffle } from './shuffle.ts'
import { sign } from './sign.ts'
import { sin } from './sin.ts'
import { sinh } from './sinh.ts'
import { size } from './size.ts'
import { slice } from './slice.ts'
import { sortArray } from './sort-array.ts'
import { soundex } from './soundex.ts'
import { space } from './space.ts'
import { sparkPartitionId } from './spark-partition-id.ts'
import { split } from './split.ts'
import { splitPart } from './split-part.ts'
import { sqrt } from './sqrt.ts'
import { stAsbinary } from './st-asbinary.ts'
import { stGeogfromwkb } from './st-geogfromwkb.ts'
import { stGeomfromwkb } from './st-geomfromwkb.ts'
import { stSetsrid } from './st-setsrid.ts'
import { stSrid } from './st-srid.ts'
import { startswith } from './startswith.ts'
import { strToMap } from './str-to-map.ts'
import { substring } from './substring.ts'
import { substringIndex } from './substring-index.ts'
import { tan } from './tan.ts'
import { tanh } from './tanh.ts'
import { thetaDifference } from './theta-difference.ts'
import { thetaIntersection } from './theta-intersection.ts'
import { thetaSketchEstimate } from './theta-sketch-estimate.ts'
import { thetaUnion } from './theta-union.ts'
import { timeBucket } from './time-bucket.ts'
import { timestampAdd } from './timestamp-add.ts'
import { timestampDiff } from './timestamp-diff.ts'
import { timestampMicros } from './timestamp-micros.ts'
import { timestampMillis } from './timestamp-millis.ts'
import { timestampNanos } from './timestamp-nanos.ts'
import { timestampSeconds } from './timestamp-seconds.ts'
import { toBase32 } from './to-base32.ts'
import { toBinary } from './to-binary.ts'
import { toChar } from './to-char.ts'
import { toCsv } from './to-csv.ts'
import { toDate } from './to-date.ts'
import { toJson } from './to-json.ts'
import { toNumber } from './to-number.ts'
import { toTimestamp } from './to-timestamp.ts'
import { toTimestampNtz } from './to-timestamp-ntz.ts'
import { toUnixTimestamp } from './to-unix-timestamp.ts'
import { toUtcTimestamp } from './to-utc-timestamp.ts'
import { toVariantObject } from './to-variant-object.ts'
import { toXml } from './to-xml.ts'
import { transform } from './transform.ts'
import { transformKeys } from './transform-keys.ts'
import { transformValues } from './transform-values.ts'
import { translate } from './translate.ts'
import { trim } from './trim.ts'
import { trunc } from './trunc.ts'
import { tryAdd } from './try-add.ts'
import { tryAesDecrypt } from './try-aes-decrypt.ts'
import { tryDivide } from './try-divide.ts'
import { tryElementAt } from './try-element-at.ts'
import { tryMakeInterval } from './try-make-interval.ts'
import { tryMakeTimestamp } from './try-make-timestamp.ts'
import { tryMakeTimestampNtz } from './try-make-timestamp-ntz.ts'
import { tryMod } from './try-mod.ts'
import { tryMultiply } from './try-multiply.ts'
import { tryParseJson } from './try-parse-json.ts'
import { tryParseUrl } from './try-parse-url.ts'
import { trySubtract } from './try-subtract.ts'
import { tryToBinary } from './try-to-binary.ts'
import { tryToDate } from './try-to-date.ts'
import { tryToNumber } from './try-to-number.ts'
import { tryToTimestamp } from './try-to-timestamp.ts'
import { tryUrlDecode } from './try-url-decode.ts'
import { tryValidateUtf8 } from './try-validate-utf8.ts'
import { tryVariantArrayAppend } from './try-variant-array-append.ts'
import { tryVariantGet } from './try-variant-get.ts'
import { tryVariantInsert } from './try-variant-insert.ts'
import { tryVariantSet } from './try-variant-set.ts'
import { tupleSetOperations } from './tuple-set-operations.ts'
import { tupleSketchNumbers } from './tuple-sketch-numbers.ts'
import { typeof_ } from './typeof.ts'
import { unbase64 } from './unbase64.ts'
import { unhex } from './unhex.ts'
import { uniform } from './uniform.ts'
import { unixDate } from './unix-date.ts'
import { unixMicros } from './unix-micros.ts'
import { unixMillis } from './unix-millis.ts'
import { unixNanos } from './unix-nanos.ts'
import { unixSeconds } from './unix-seconds.ts'
import { unixTimestamp } from './unix-timestamp.ts'
import { upper } from './upper.ts'
import { urlDecode } from './url-decode.ts'
import { urlEncode } from './url-encode.ts'
import { uuid } from './uuid.ts'
import { validateUtf8 } from './validate-utf8.ts'
import { variantArrayAppend } from './variant-array-append.ts'
import { variantDelete } from './variant-delete.ts'
import { variantGet } from './variant-get.ts'
import { variantInsert } from './variant-insert.ts'
import { variantSet } from './variant-set.ts'
import { variantStripNulls } from './variant-strip-nulls.ts'
import { vectorCosineSimilarity } from './vector-cosine-similarity.ts'
import { vectorInnerProduct } from './vector-inner-product.ts'
import { vectorL2Distance } from './vector-l2-distance.ts'
import { vectorNorm } from './vector-norm.ts'
import { vectorNormalize } from './vector-normalize.ts'
import { version } from './version.ts'
import { weekOfYear } from './week-of-year.ts'
import { weekday } from './weekday.ts'
import { when } from './when.ts'
import { widthBucket } from './width-bucket.ts'
import { window } from './window.ts'
import { windowTime } from './window-time.ts'
import { xpath } from './xpath.ts'
import { xpathBoolean } from './xpath-boolean.ts'
import { xpathDouble } from './xpath-double.ts'
import { xpathFloat } from './xpath-float.ts'
import { xpathInt } from './xpath-int.ts'
import { xpathLong } from './xpath-long.ts'
import { xpathShort } from './xpath-short.ts'
import { xpathString } from './xpath-string.ts'
import { xxhash64 } from './xxhash64.ts'
import { year } from './year.ts'
import { zeroifnull } from './zeroifnull.ts'
import { zipWith } from './zip-with.ts'

/** Every scalar function. */
export const builtinDefinitions: readonly ScalarFunction[] = [
  abs,
  acos,
  acosh,
  addMonths,
  aesDecrypt,
  aesEncrypt,
  aggregate,
  and,
  approxTopKEstimate,
  arrayAppend,
  arrayCompact,
  arrayContains,
  arrayDistinct,
  arrayExcept,
  arrayInsert,
  arrayIntersect,
  arrayJoin,
  arrayMax,
  arrayMin,
  arrayPosition,
  arrayPrepend,
  arrayRemove,
  arrayRepeat,
  arraySize,
  arraySort,
  arrayUnion,
  array,
  arraysOverlap,
  arraysZip,
  ascii,
  asin,
  asinh,
  assertTrue,
  atan,
  atan2,
  atanh,
  base64,
  between,
  bin,
  bitCount,
  bitGet,
  bitLength,
  bitmapBitPosition,
  bitmapBucketNumber,
  bitmapCount,
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
  collate,
  collation,
  concatWs,
  concat,
  contains,
  conv,
  convertTimezone,
  cos,
  cosh,
  cot,
  crc32,
  csc,
  currentCatalog,
  currentDatabase,
  currentDate,
  currentPath,
  currentTimestamp,
  currentTimezone,
  currentUser,
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
  decode,
  degrees,
  div,
  divide,
  e,
  elementAt,
  elt,
  encode,
  endswith,
  equalNullSafe,
  equal,
  exists,
  exp,
  expm1,
  extract,
  factorial,
  filter,
  findInSet,
  flatten,
  floor,
  forall,
  formatNumber,
  formatString,
  fromBase32,
  fromCsv,
  fromJson,
  fromUnixtime,
  fromUtcTimestamp,
  fromXml,
  getJsonObject,
  get,
  greaterOrEqual,
  greater,
  greatest,
  hmac,
  hllSketchEstimate,
  hllUnion,
  schemaOfXml,
  stAsbinary,
  stGeogfromwkb,
  stGeomfromwkb,
  stSetsrid,
  stSrid,
  thetaSketchEstimate,
  thetaUnion,
  thetaIntersection,
  thetaDifference,
  ...tupleSketchNumbers,
  ...tupleSetOperations,
  ...kllSketchNumbers,
  ...kllSketchQueries,
  grouping,
  groupingId,
  hash,
  hex,
  hour,
  hypot,
  if_,
  ilike,
  in_,
  initcap,
  instr,
  isNaNNumber,
  isNotNull,
  isNull,
  isValidUtf8,
  jaroWinklerSimilarity,
  jsonArrayLength,
  jsonObjectKeys,
  lastDay,
  least,
  left,
  length,
  lessOrEqual,
  less,
  levenshtein,
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
  luhnCheck,
  makeDate,
  makeDtInterval,
  makeInterval,
  makeTimestamp,
  makeTimestampNtz,
  makeValidUtf8,
  makeYmInterval,
  mapConcat,
  mapContainsKey,
  mapEntries,
  mapFilter,
  mapFromArrays,
  mapFromEntries,
  mapKeys,
  mapValues,
  mapZipWith,
  map,
  mask,
  md5,
  minus,
  minute,
  monotonicallyIncreasingId,
  monthName,
  month,
  monthsBetween,
  multiply,
  namedStruct,
  nanvl,
  negative,
  nextDay,
  notEqual,
  notLikeAll,
  notLikeAny,
  not,
  nullif,
  nullifzero,
  nvl2,
  octetLength,
  or,
  overlay,
  parseUrl,
  pi,
  plus,
  pmod,
  positive,
  pow,
  quarter,
  quote,
  radians,
  raiseError,
  rand,
  randn,
  randstr,
  regexpCount,
  regexpExtractAll,
  regexpExtract,
  regexpInstr,
  regexpReplace,
  regexpSubstr,
  remainder,
  repeat,
  replace,
  reverse,
  right,
  rint,
  rlike,
  round,
  rpad,
  rtrim,
  schemaOfCsv,
  schemaOfJson,
  sec,
  second,
  sentences,
  sequence,
  sessionWindow,
  sha1,
  sha2,
  shiftLeft,
  shiftRightUnsigned,
  shiftRight,
  shuffle,
  sign,
  sin,
  sinh,
  size,
  slice,
  sortArray,
  soundex,
  space,
  sparkPartitionId,
  splitPart,
  split,
  sqrt,
  startswith,
  strToMap,
  substringIndex,
  substring,
  tan,
  tanh,
  timeBucket,
  timestampAdd,
  timestampDiff,
  timestampMicros,
  timestampNanos,
  timestampMillis,
  timestampSeconds,
  toBase32,
  toBinary,
  toChar,
  toDate,
  toCsv,
  toJson,
  toNumber,
  toTimestampNtz,
  toTimestamp,
  toUnixTimestamp,
  toUtcTimestamp,
  toXml,
  transformKeys,
  transformValues,
  transform,
  translate,
  trim,
  trunc,
  tryAdd,
  tryAesDecrypt,
  tryDivide,
  tryElementAt,
  tryMakeInterval,
  tryMakeTimestamp,
  tryMakeTimestampNtz,
  tryMod,
  tryMultiply,
  tryParseUrl,
  trySubtract,
  tryToBinary,
  tryToDate,
  tryToNumber,
  tryToTimestamp,
  tryUrlDecode,
  tryValidateUtf8,
  typeof_,
  unbase64,
  unhex,
  uniform,
  unixDate,
  unixMicros,
  unixNanos,
  unixMillis,
  unixSeconds,
  unixTimestamp,
  upper,
  urlDecode,
  urlEncode,
  uuid,
  validateUtf8,
  vectorCosineSimilarity,
  vectorInnerProduct,
  vectorL2Distance,
  vectorNorm,
  vectorNormalize,
  version,
  weekOfYear,
  weekday,
  when,
  window,
  windowTime,
  widthBucket,
  xpath,
  xpathBoolean,
  xpathDouble,
  xpathFloat,
  xpathInt,
  xpathLong,
  xpathShort,
  xpathString,
  xxhash64,
  year,
  zeroifnull,
  zipWith,
  isValidVariant,
  isVariantNull,
  parseJson,
  schemaOfVariant,
  semiStructuredExtract,
  toVariantObject,
  tryParseJson,
  tryVariantArrayAppend,
  tryVariantGet,
  tryVariantInsert,
  tryVariantSet,
  variantArrayAppend,
  variantDelete,
  variantGet,
  variantInsert,
  variantSet,
  variantStripNulls,
]

/** Every scalar function by name and alias. */
export const builtinFunctions: FunctionRegistry = functionRegistry(builtinDefinitions)
