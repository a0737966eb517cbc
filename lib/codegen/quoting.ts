/** Values as JavaScript source text. Nothing else may put a value of the user's into generated code. */

/**
 * A string as a double-quoted JavaScript literal. Safe for every UTF-16 text: quotes, backslashes, control characters,
 * lone surrogates, U+2028 and U+2029 are escaped, and so is `<`, so that the literal survives inside HTML too.
 *
 * Never use a quoted text as the key of an object literal (`{"__proto__": x}` sets the prototype); compare with it, or
 * bind a Map as a constant.
 */
export function quote(text: string): string {
  return JSON.stringify(text).replace(
    /[\u2028\u2029<]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** A number as a JavaScript expression that has the same value: -0, NaN and the infinities included. */
export function numberLiteral(value: number): string {
  if (Object.is(value, -0)) return '(-0)'
  return value < 0 ? `(${value})` : String(value)
}

/** A bigint as a JavaScript expression: `12n`, `(-12n)`. */
export function bigintLiteral(value: bigint): string {
  return value < 0n ? `(${value}n)` : `${value}n`
}
