/** XPath 1.0 as a tree. */
export type XPathExpression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly XPathExpression[] }
  | { readonly kind: 'negate'; readonly input: XPathExpression }
  | {
      readonly kind: 'binary'
      readonly operator: XPathOperator
      readonly left: XPathExpression
      readonly right: XPathExpression
    }
  /** Nodes of an expression, or of the document (`from` undefined: the context node), and steps from them. */
  | {
      readonly kind: 'path'
      readonly from: XPathExpression | 'root' | 'context'
      readonly filters: readonly XPathExpression[]
      readonly steps: readonly XPathStep[]
    }

export type XPathOperator = 'or' | 'and' | '=' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | 'div' | 'mod' | '|'

export type XPathAxis =
  | 'ancestor'
  | 'ancestor-or-self'
  | 'attribute'
  | 'child'
  | 'descendant'
  | 'descendant-or-self'
  | 'following'
  | 'following-sibling'
  | 'namespace'
  | 'parent'
  | 'preceding'
  | 'preceding-sibling'
  | 'self'

export interface XPathStep {
  readonly axis: XPathAxis
  readonly test: XPathTest
  readonly predicates: readonly XPathExpression[]
}

/** `*` and `n:*` are names without `local`; `text()`, `node()` and their like are kinds. */
export type XPathTest =
  | { readonly kind: 'name'; readonly prefix: string; readonly local: string | undefined }
  | { readonly kind: 'node' | 'text' | 'comment' }
  | { readonly kind: 'instruction'; readonly target: string | undefined }

/** A path that is none, or cannot be evaluated. */
export class XPathError extends Error {}
