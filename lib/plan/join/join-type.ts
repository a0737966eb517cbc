/** Kinds of joins, under Spark's names. */
import { MillraceError } from '../../errors.ts'

export type JoinType =
  | 'inner'
  | 'cross'
  | 'full_outer'
  | 'left_outer'
  | 'right_outer'
  | 'left_semi'
  | 'left_anti'
  /** Every left row with one more column, which says whether a right row matches: what a subquery becomes inside OR. */
  | 'existence'

/** Every spelling that Spark takes, in the order of its message. */
const spellings: ReadonlyMap<string, JoinType> = new Map([
  ['inner', 'inner'],
  ['outer', 'full_outer'],
  ['full', 'full_outer'],
  ['fullouter', 'full_outer'],
  ['full_outer', 'full_outer'],
  ['leftouter', 'left_outer'],
  ['left', 'left_outer'],
  ['left_outer', 'left_outer'],
  ['rightouter', 'right_outer'],
  ['right', 'right_outer'],
  ['right_outer', 'right_outer'],
  ['leftsemi', 'left_semi'],
  ['left_semi', 'left_semi'],
  ['semi', 'left_semi'],
  ['leftanti', 'left_anti'],
  ['left_anti', 'left_anti'],
  ['anti', 'left_anti'],
  ['cross', 'cross'],
])

/**
 * The kind of a join by its name, in any case, with or without underscores (joinTypes.scala).
 *
 * @throws UNSUPPORTED_JOIN_TYPE
 */
export function joinTypeOf(text: string): JoinType {
  const type = spellings.get(text.toLowerCase().replaceAll('_', ''))
  if (type) return type
  const supported = [...spellings.keys()].map((one) => `'${one}'`).join(', ')
  throw new MillraceError(
    'UNSUPPORTED_JOIN_TYPE',
    `Unsupported join type '${text}'. Supported join types include: ${supported}.`,
    { sqlState: '0A000', parameters: { typ: text, supported } },
  )
}

const sparkNames: { readonly [T in JoinType]: string } = {
  inner: 'Inner',
  cross: 'Cross',
  full_outer: 'FullOuter',
  left_outer: 'LeftOuter',
  right_outer: 'RightOuter',
  left_semi: 'LeftSemi',
  left_anti: 'LeftAnti',
  existence: 'ExistenceJoin',
}

/** The name in Spark's messages and plans. */
export function joinTypeName(type: JoinType): string {
  return sparkNames[type]
}

/** Only left rows come out: they are asked whether a right one matches. */
export function isExistence(type: JoinType): boolean {
  return type === 'left_semi' || type === 'left_anti' || type === 'existence'
}

/** Sides whose columns do not come out themselves where a join by names merges them. */
export function hiddenSides(type: JoinType): readonly (0 | 1)[] {
  if (type === 'full_outer') return [0, 1]
  return isExistence(type) ? [] : [type === 'right_outer' ? 0 : 1]
}

/** Rows of this side come out also when nothing matches them. */
export function preserves(type: JoinType, side: 0 | 1): boolean {
  return type === 'full_outer' || type === (side === 0 ? 'left_outer' : 'right_outer')
}
