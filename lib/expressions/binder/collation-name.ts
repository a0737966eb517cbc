/** Names of Spark's collations: which there are, and how they are written. Only UTF8_BINARY is more than a name here. */
import { MillraceError } from '../../errors.ts'

const locales = `
  af am ar ar_SAU as az be bg blo bn bo br bs bs_Cyrl ca ceb chr cs cy da de de_AUT dsb dz ee el en en_USA eo es et
  fa fa_AFG ff ff_Adlm fi fil fo fr fr_CAN fy ga gl gu ha haw he he_ISR hi hr hsb hu hy id id_IDN ig is it ja ka kk
  kk_Arab kl km kn ko kok ku ky lb lij lkt ln lo lt lv mk ml mn mr ms mt my nb nb_NOR ne nl nn no nso om or pa
  pa_Guru pa_Guru_IND pl ps pt ro ru sa se si sk sl smn sq sr sr_Cyrl sr_Cyrl_BIH sr_Cyrl_MNE sr_Cyrl_SRB sr_Latn
  sr_Latn_BIH sr_Latn_SRB st sv sw ta te th tk tn to tr ug uk ur uz vi wae wo xh yi yo zh zh_Hans zh_Hans_CHN
  zh_Hans_SGP zh_Hant zh_Hant_HKG zh_Hant_MAC zh_Hant_TWN zu
`

/** How a name is written, by the name in capitals. */
const bases: ReadonlyMap<string, string> = new Map(
  ['UNICODE', ...locales.trim().split(/\s+/)].map((name) => [name.toUpperCase(), name]),
)

/** Order and presence of the parts behind a locale. */
const parts = /^(.*?)(_(?:CI|CS))?(_(?:AI|AS))?(_RTRIM)?$/

/**
 * A collation's name as Spark writes it: without what it is anyway (`_CS`, `_AS`).
 *
 * @throws COLLATION_INVALID_NAME
 */
export function collationName(given: string): string {
  const [, base = '', letters, accents, trimmed = ''] = parts.exec(given.toUpperCase()) ?? []
  const plain = letters === undefined && accents === undefined
  if (plain && (base === 'UTF8_BINARY' || base === 'UTF8_LCASE')) return `${base}${trimmed}`
  const known = bases.get(base)
  if (known !== undefined) {
    return `${known}${letters === '_CI' ? letters : ''}${accents === '_AI' ? accents : ''}${trimmed}`
  }
  throw new MillraceError(
    'COLLATION_INVALID_NAME',
    `The value ${given} does not represent a correct collation name. Texts are compared as UTF8_BINARY here.`,
    { sqlState: '42704', parameters: { collationName: given } },
  )
}
