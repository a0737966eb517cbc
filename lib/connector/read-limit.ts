/** How much one micro-batch may take of a source (Spark's ReadLimit). */
export type ReadLimit =
  | { readonly kind: 'all' }
  | { readonly kind: 'rows'; readonly max: number }
  | { readonly kind: 'files'; readonly max: number }
  | { readonly kind: 'bytes'; readonly max: number }

export const readAll: ReadLimit = Object.freeze({ kind: 'all' })
