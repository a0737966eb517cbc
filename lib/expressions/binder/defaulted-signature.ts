/** Signatures of functions whose missing arguments have values that Spark shows: `hmac(k, m)` is `hmac(k, m, SHA-256)`. */
import type { Bound } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import { callText } from '../call-text.ts'
import type { BindContext, ScalarFunction } from '../scalar-function.ts'
import { type Signature, signature } from './signature.ts'

/**
 * A context whose text has the missing arguments too.
 *
 * @param most arguments there can be
 * @param defaults texts of the last arguments, in order, for those that are missing
 */
export function defaultedContext<C extends BindContext>(
  context: C,
  given: readonly Bound[],
  most: number,
  defaults: readonly string[],
  distinct = false,
): C {
  const missing = defaults.slice(defaults.length - Math.max(0, most - given.length))
  return { ...context, text: callText(context.name, [...given.map(boundText), ...missing], distinct) }
}

/**
 * Like `signature`; the text of the call has the arguments that are left out.
 *
 * @param defaults texts of the optional arguments, in order
 */
export function defaultedSignature(
  form: Omit<Signature, 'optional'>,
  defaults: readonly string[],
): ScalarFunction['bind'] & { readonly form: Signature } {
  const plain = signature({ ...form, optional: defaults.length })
  const bind: ScalarFunction['bind'] = (given, context) => {
    const shown = defaultedContext(context, given, form.takes.length, defaults)
    return { ...plain(given, shown), text: shown.text }
  }
  return Object.assign(bind, { form: plain.form })
}
