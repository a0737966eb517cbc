/**
 * Typed builders of Spark's functions, named as in Spark but in camelCase: `millrace/functions`. Where PySpark's function
 * takes a column or its name, a text is a column's name, checked by the compiler; elsewhere it is a value.
 */

// Columns to begin with

export { Column } from '../column.ts'
export { col, expr, lit, when } from '../column-functions.ts'

// Conditions, fallbacks for null, errors, any function by its name

export { broadcast } from './broadcast.ts'
export {
  assertTrue,
  callFunction,
  coalesce,
  equalNull,
  greatest,
  ifnull,
  isnan,
  isnotnull,
  isnull,
  least,
  nanvl,
  not,
  nullif,
  nullifzero,
  nvl,
  nvl2,
  raiseError,
  typeof_,
  zeroifnull,
} from './conditions.ts'

// Texts

export {
  ascii,
  bitLength,
  btrim,
  char,
  characterLength,
  charLength,
  chr,
  collate,
  collation,
  concat,
  concatWs,
  contains,
  elt,
  endswith,
  findInSet,
  formatNumber,
  formatString,
  initcap,
  instr,
  jaroWinklerSimilarity,
  lcase,
  left,
  length,
  levenshtein,
  locate,
  lower,
  lpad,
  ltrim,
  luhnCheck,
  mask,
  octetLength,
  overlay,
  position,
  printf,
  quote,
  repeat,
  replace,
  reverse,
  right,
  rpad,
  rtrim,
  sentences,
  soundex,
  space,
  splitPart,
  startswith,
  substr,
  substring,
  substringIndex,
  toChar,
  toVarchar,
  translate,
  trim,
  ucase,
  upper,
} from './strings.ts'

// LIKE and regular expressions

export {
  ilike,
  like,
  regexp,
  regexpCount,
  regexpExtract,
  regexpExtractAll,
  regexpInstr,
  regexpLike,
  regexpReplace,
  regexpSubstr,
  rlike,
  split,
} from './patterns.ts'

// Encodings, URLs, hashes, identifiers

export {
  base64,
  crc32,
  currentCatalog,
  currentDatabase,
  currentPath,
  currentSchema,
  currentUser,
  decode,
  encode,
  fromBase32,
  hash,
  hex,
  isValidUtf8,
  makeValidUtf8,
  md5,
  monotonicallyIncreasingId,
  parseUrl,
  sessionUser,
  sha,
  sha1,
  sha2,
  sparkPartitionId,
  toBase32,
  toBinary,
  tryParseUrl,
  tryToBinary,
  tryUrlDecode,
  tryValidateUtf8,
  unbase64,
  unhex,
  urlDecode,
  urlEncode,
  user,
  uuid,
  validateUtf8,
  version,
  xxhash64,
} from './encodings.ts'

// Numbers

export {
  abs,
  bin,
  bitCount,
  bitGet,
  bitmapBitPosition,
  bitmapBucketNumber,
  bitwiseNot,
  bround,
  cbrt,
  ceil,
  ceiling,
  conv,
  e,
  exp,
  expm1,
  factorial,
  floor,
  getbit,
  ln,
  log,
  log1p,
  log2,
  log10,
  negative,
  pmod,
  positive,
  pow,
  power,
  rand,
  randn,
  randstr,
  rint,
  round,
  shiftleft,
  shiftright,
  shiftrightunsigned,
  sign,
  signum,
  sqrt,
  toNumber,
  tryAdd,
  tryDivide,
  tryMod,
  tryMultiply,
  trySubtract,
  tryToNumber,
  uniform,
  widthBucket,
} from './numbers.ts'

// Angles

export {
  acos,
  acosh,
  asin,
  asinh,
  atan,
  atan2,
  atanh,
  cos,
  cosh,
  cot,
  csc,
  degrees,
  hypot,
  pi,
  radians,
  sec,
  sin,
  sinh,
  tan,
  tanh,
} from './trigonometry.ts'

// Dates, and fields of dates and timestamps

export {
  addMonths,
  curdate,
  currentDate,
  dateAdd,
  dateadd,
  dateDiff,
  datediff,
  dateFromUnixDate,
  datePart,
  datepart,
  dateSub,
  day,
  dayname,
  dayofmonth,
  dayofweek,
  dayofyear,
  extract,
  hour,
  lastDay,
  makeDate,
  makeYmInterval,
  minute,
  month,
  monthname,
  monthsBetween,
  nextDay,
  quarter,
  second,
  toDate,
  trunc,
  tryToDate,
  unixDate,
  weekday,
  weekofyear,
  year,
} from './dates.ts'

// Timestamps, zones, intervals

export {
  convertTimezone,
  currentTimestamp,
  currentTimezone,
  dateFormat,
  dateTrunc,
  fromUnixtime,
  fromUtcTimestamp,
  localtimestamp,
  makeDtInterval,
  makeTimestamp,
  makeTimestampLtz,
  now,
  timestampAdd,
  timestampDiff,
  timestampMicros,
  timestampMillis,
  timestampNanos,
  timestampSeconds,
  toTimestamp,
  toTimestampLtz,
  toTimestampNtz,
  toUnixTimestamp,
  toUtcTimestamp,
  tryMakeTimestamp,
  tryMakeTimestampLtz,
  tryToTimestamp,
  unixMicros,
  unixMillis,
  unixNanos,
  unixSeconds,
  unixTimestamp,
} from './timestamps.ts'

// Calendar intervals, buckets, times without a zone

export { makeInterval, makeTimestampNtz, timeBucket, tryMakeInterval, tryMakeTimestampNtz } from './intervals.ts'

// Arrays

export {
  array,
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
  arraysOverlap,
  arraysZip,
  arrayUnion,
  cardinality,
  elementAt,
  flatten,
  get,
  sequence,
  shuffle,
  size,
  slice,
  sortArray,
  tryElementAt,
} from './arrays.ts'

// Maps and structs

export {
  createMap,
  mapConcat,
  mapContainsKey,
  mapEntries,
  mapFromArrays,
  mapFromEntries,
  mapKeys,
  mapValues,
  namedStruct,
  strToMap,
  struct,
} from './maps.ts'

// Functions of functions

export {
  aggregate,
  arraySort,
  exists,
  filter,
  forall,
  mapFilter,
  mapZipWith,
  reduce,
  transform,
  transformKeys,
  transformValues,
  zipWith,
} from './lambdas.ts'

// CSV

export { fromCsv, schemaOfCsv, toCsv } from './csv.ts'

// JSON

export { fromJson, getJsonObject, jsonArrayLength, jsonObjectKeys, schemaOfJson, toJson } from './json.ts'

// XML

export {
  fromXml,
  schemaOfXml,
  toXml,
  xpath,
  xpathBoolean,
  xpathDouble,
  xpathFloat,
  xpathInt,
  xpathLong,
  xpathNumber,
  xpathShort,
  xpathString,
} from './xml.ts'

// Vectors

export {
  vectorAvg,
  vectorCosineSimilarity,
  vectorInnerProduct,
  vectorL2Distance,
  vectorNorm,
  vectorNormalize,
  vectorSum,
} from './vectors.ts'

// Geometries

export { stAsbinary, stGeogfromwkb, stGeomfromwkb, stSetsrid, stSrid } from './geospatial.ts'

// Aggregates

export {
  anyValue,
  approxCountDistinct,
  approxPercentile,
  arrayAgg,
  avg,
  bitAnd,
  bitOr,
  bitXor,
  boolAnd,
  boolOr,
  collectList,
  collectSet,
  collectUnion,
  corr,
  count,
  countDistinct,
  countIf,
  covarPop,
  covarSamp,
  every,
  first,
  firstValue,
  grouping,
  groupingId,
  histogramNumeric,
  kurtosis,
  last,
  lastValue,
  listagg,
  listaggDistinct,
  max,
  maxBy,
  mean,
  median,
  min,
  minBy,
  mode,
  percentile,
  percentileApprox,
  product,
  regrAvgx,
  regrAvgy,
  regrCount,
  regrIntercept,
  regrR2,
  regrSlope,
  regrSxx,
  regrSxy,
  regrSyy,
  skewness,
  some,
  std,
  stddev,
  stddevPop,
  stddevSamp,
  stringAgg,
  stringAggDistinct,
  sum,
  sumDistinct,
  tryAvg,
  trySum,
  variance,
  varPop,
  varSamp,
} from './aggregates.ts'

// Variants

export {
  isValidVariant,
  isVariantNull,
  parseJson,
  schemaOfVariant,
  schemaOfVariantAgg,
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
} from './variant.ts'

// Functions over windows of rows

export { Window, WindowSpec } from '../window-spec.ts'
export { cumeDist, denseRank, lag, lead, nthValue, ntile, percentRank, rank, rowNumber } from './window-functions.ts'

// Windows of time

export { sessionWindow, window, windowTime } from './windows.ts'

// Generators: rows of arrays, maps and structs

export {
  explode,
  explodeOuter,
  inline,
  inlineOuter,
  jsonTuple,
  posexplode,
  posexplodeOuter,
  stack,
} from './generators.ts'

// Sketches, bitmaps, ciphers

export { aesDecrypt, aesEncrypt, hmac, tryAesDecrypt } from './ciphers.ts'
export {
  approxTopK,
  approxTopKAccumulate,
  approxTopKCombine,
  approxTopKEstimate,
  countMinSketch,
  kllMergeAggBigint,
  kllMergeAggDouble,
  kllMergeAggFloat,
  kllSketchAggBigint,
  kllSketchAggDouble,
  kllSketchAggFloat,
  kllSketchGetNBigint,
  kllSketchGetNDouble,
  kllSketchGetNFloat,
  kllSketchGetQuantileBigint,
  kllSketchGetQuantileDouble,
  kllSketchGetQuantileFloat,
  kllSketchGetRankBigint,
  kllSketchGetRankDouble,
  kllSketchGetRankFloat,
  kllSketchMergeBigint,
  kllSketchMergeDouble,
  kllSketchMergeFloat,
  kllSketchToStringBigint,
  kllSketchToStringDouble,
  kllSketchToStringFloat,
} from './quantile-sketches.ts'
export {
  bitmapAndAgg,
  bitmapConstructAgg,
  bitmapCount,
  bitmapOrAgg,
  hllSketchAgg,
  hllSketchEstimate,
  hllUnion,
  hllUnionAgg,
  thetaDifference,
  thetaIntersection,
  thetaIntersectionAgg,
  thetaSketchAgg,
  thetaSketchEstimate,
  thetaUnion,
  thetaUnionAgg,
  tupleDifferenceDouble,
  tupleDifferenceInteger,
  tupleDifferenceThetaDouble,
  tupleDifferenceThetaInteger,
  tupleIntersectionAggDouble,
  tupleIntersectionAggInteger,
  tupleIntersectionDouble,
  tupleIntersectionInteger,
  tupleIntersectionThetaDouble,
  tupleIntersectionThetaInteger,
  tupleSketchAggDouble,
  tupleSketchAggInteger,
  tupleSketchEstimateDouble,
  tupleSketchEstimateInteger,
  tupleSketchSummaryDouble,
  tupleSketchSummaryInteger,
  tupleSketchThetaDouble,
  tupleSketchThetaInteger,
  tupleUnionAggDouble,
  tupleUnionAggInteger,
  tupleUnionDouble,
  tupleUnionInteger,
  tupleUnionThetaDouble,
  tupleUnionThetaInteger,
} from './sketches.ts'

// Functions of the program's own

export { columnUdf } from './column-udf.ts'
export { udaf } from './udaf.ts'
export { udf } from './udf.ts'

// Types of arguments

export type { ColumnResult, ColumnValues } from '../column-function.ts'
export type { ColumnArgument, Parameter } from './builder.ts'
export type { CsvOptions } from './csv.ts'
export type { JsonOptions } from './json.ts'
export type { LambdaColumn } from './lambdas.ts'
export type { SummaryModeName } from './sketches.ts'
export type { Aggregator, UserAggregate } from './udaf.ts'
export type { UserFunction } from './udf.ts'
export type { XmlOptions } from './xml.ts'
