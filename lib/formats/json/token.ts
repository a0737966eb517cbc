/** Kinds of tokens; `none` is the end of the record. */
export const Token = Object.freeze({
  none: 0,
  objectStart: 1,
  objectEnd: 2,
  arrayStart: 3,
  arrayEnd: 4,
  name: 5,
  string: 6,
  integer: 7,
  float: 8,
  true: 9,
  false: 10,
  null: 11,
})

const tokenNames = [
  'NOT_AVAILABLE',
  'START_OBJECT',
  'END_OBJECT',
  'START_ARRAY',
  'END_ARRAY',
  'FIELD_NAME',
  'VALUE_STRING',
  'VALUE_NUMBER_INT',
  'VALUE_NUMBER_FLOAT',
  'VALUE_TRUE',
  'VALUE_FALSE',
  'VALUE_NULL',
]

/** Jackson's name of a kind of token, which Spark shows in errors. */
export function tokenName(token: number): string {
  return tokenNames[token] as string
}
