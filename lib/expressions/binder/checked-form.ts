/**
 * What Spark has put in a call's place by the time it checks types. Its messages show that, while the column is named by
 * the call as it was written: `nvl(1, array())` is refused as `coalesce(1, array())`.
 */
import { callText } from '../call-text.ts'

/** Name and text of a call as messages about its types show it. */
export interface CheckedForm {
  readonly name: string
  readonly text: string
}

type Form = (args: readonly string[]) => readonly [name: string, args: readonly string[]]

const called =
  (name: string): Form =>
  (args) => [name, args]

/** What stands behind the arguments is not shown. */
const without =
  (name: string, shown: number): Form =>
  (args) => [name, args.slice(0, shown)]

const forms: ReadonlyMap<string, Form> = new Map<string, Form>([
  ['btrim', (args) => ['trim', [...args].reverse()]],
  ['equal_null', called('<=>')],
  ['ifnull', called('coalesce')],
  ['nullif', (args) => ['=', ['commonexpressionref()', ...args.slice(1)]]],
  ['nullifzero', (args) => ['=', [...args, '0']]],
  ['nvl', called('coalesce')],
  ['nvl2', ([test = '', ...results]) => ['if', [callText('isnotnull', [test]), ...results]]],
  ['to_varchar', called('to_char')],
  ['try_add', called('+')],
  ['try_aes_decrypt', called('aes_decrypt')],
  ['try_divide', called('/')],
  ['try_element_at', called('element_at')],
  ['try_make_interval', called('make_interval')],
  ['try_make_timestamp', called('make_timestamp')],
  ['try_mod', called('%')],
  ['try_multiply', called('*')],
  ['try_parse_url', called('parse_url')],
  ['try_subtract', called('-')],
  ['try_to_binary', called('to_binary')],
  ['try_url_decode', called('url_decode')],
  ['try_variant_get', without('try_variant_get', 2)],
  ['variant_get', without('variant_get', 2)],
  ['zeroifnull', (args) => ['coalesce', [...args, '0']]],
])

/** @param args texts of the arguments */
export function checkedForm(name: string, args: readonly string[]): CheckedForm {
  const [shown, texts] = forms.get(name)?.(args) ?? [name, args]
  return { name: shown, text: callText(shown, texts) }
}
