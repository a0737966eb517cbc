/**
 * JSON with numbers that JavaScript would change: the rows that a scenario adds are written as they stand in its file.
 * `9007199254740993` is kept as text until then.
 */

const mark = '@whole number '

/** Parses; whole numbers of 16 digits and more become marked text. */
export function parseExactJson(text: string): unknown {
  const marked = text.replace(/"(?:[^"\\]|\\.)*"|(?<![\w.+-])-?\d{16,}(?![\w.])/g, (found) =>
    found.startsWith('"') ? found : `"${mark}${found}"`,
  )
  return JSON.parse(marked)
}

/** The inverse: marked text is a number again. A negative zero, which JavaScript would write as 0, keeps its sign. */
export function exactJsonText(value: unknown): string {
  const text = JSON.stringify(value, (_, one: unknown) => (Object.is(one, -0) ? `${mark}-0.0` : one))
  return text.replace(new RegExp(`"${mark}(-?[\\d.]+)"`, 'g'), '$1')
}
