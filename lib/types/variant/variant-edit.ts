/** Variants with something changed at a path: what variant_set, variant_insert, variant_delete and their kin do. */
import type { SqlValue } from '../data-type.ts'
import type { Variant } from './variant.ts'
import { VariantBuilder, type VariantField, VariantTooLarge } from './variant-builder.ts'
import { duplicateKey, sizeLimit } from './variant-layout.ts'
import type { VariantStep } from './variant-path.ts'

/** What happens at the end of the path. Missing parts of it are made for a value that is inserted, or set with `create`. */
export type VariantEdit =
  | { readonly kind: 'set'; readonly value: Variant; readonly create: boolean }
  | { readonly kind: 'insert'; readonly value: Variant }
  | { readonly kind: 'append'; readonly value: Variant }
  | { readonly kind: 'delete' }

/** A step names a field of what is no object, or an element of what is no array. Not an Error: its reader makes one. */
export class VariantPathMismatch {
  /** How many steps led to the value that does not fit. */
  readonly depth: number

  constructor(depth: number) {
    this.depth = depth
  }
}

/**
 * The variant with the edit made.
 *
 * @param steps at least one, but for `append`
 * @throws VariantPathMismatch (never for `delete`, which leaves such a variant as it is), VARIANT_DUPLICATE_KEY when a
 *   field to insert is there, VariantTooLarge
 */
export function editVariant(variant: Variant, steps: readonly VariantStep[], edit: VariantEdit): SqlValue {
  const builder = new VariantBuilder()
  new Rewriter(builder, steps, edit).value(variant, 0)
  return builder.finish()
}

class Rewriter {
  readonly #builder: VariantBuilder
  readonly #steps: readonly VariantStep[]
  readonly #edit: VariantEdit
  readonly #creates: boolean

  constructor(builder: VariantBuilder, steps: readonly VariantStep[], edit: VariantEdit) {
    this.#builder = builder
    this.#steps = steps
    this.#edit = edit
    this.#creates = edit.kind === 'insert' || (edit.kind === 'set' && edit.create)
  }

  /** Writes what becomes of a value that `depth` steps lead to. */
  value(variant: Variant, depth: number): void {
    const step = this.#steps[depth]
    if (step === undefined) return this.#target(variant, depth)
    if (typeof step === 'string' && variant.kind === 'object') return this.#object(variant, step, depth)
    if (typeof step === 'number' && variant.kind === 'array') return this.#array(variant, step, depth)
    if (this.#edit.kind !== 'delete') throw new VariantPathMismatch(depth)
    this.#builder.variant(variant)
  }

  #target(variant: Variant, depth: number): void {
    const edit = this.#edit
    if (edit.kind === 'set') return this.#builder.variant(edit.value)
    if (edit.kind !== 'append' || variant.kind !== 'array') throw new VariantPathMismatch(depth)
    const elements = new Elements(this.#builder)
    for (let i = 0; i < variant.size; i++) elements.add(() => this.#builder.variant(variant.child(i) as Variant))
    elements.add(() => this.#builder.variant(edit.value))
    elements.finish()
  }

  #isLast(depth: number): boolean {
    return depth === this.#steps.length - 1
  }

  #object(variant: Variant, step: string, depth: number): void {
    const builder = this.#builder
    const start = builder.top
    const fields: VariantField[] = []
    const add = (key: string, write: () => void) => {
      fields.push({ key, id: builder.key(key), offset: builder.top - start })
      write()
    }
    let found = false
    for (let i = 0; i < variant.size; i++) {
      const key = variant.key(i)
      const child = variant.child(i) as Variant
      if (key !== step) {
        add(key, () => builder.variant(child))
        continue
      }
      found = true
      if (this.#isLast(depth) && this.#edit.kind === 'delete') continue
      if (this.#isLast(depth) && this.#edit.kind === 'insert') throw duplicateKey(key)
      add(key, () => this.value(child, depth + 1))
    }
    if (!found && this.#creates) add(step, () => this.#made(depth + 1))
    builder.object(start, fields)
  }

  #array(variant: Variant, step: number, depth: number): void {
    const elements = new Elements(this.#builder)
    for (let i = 0; i < variant.size; i++) {
      const child = variant.child(i) as Variant
      const copy = () => this.#builder.variant(child)
      if (i !== step) elements.add(copy)
      else if (!this.#isLast(depth)) elements.add(() => this.value(child, depth + 1))
      else if (this.#edit.kind === 'insert') {
        elements.add(() => this.#made(depth + 1))
        elements.add(copy)
      } else if (this.#edit.kind !== 'delete') elements.add(() => this.value(child, depth + 1))
    }
    if (step >= variant.size && this.#creates) {
      elements.nulls(step - variant.size)
      elements.add(() => this.#made(depth + 1))
    }
    elements.finish()
  }

  /** The value, in the containers that the rest of the path needs. */
  #made(depth: number): void {
    const step = this.#steps[depth]
    const builder = this.#builder
    if (step === undefined) {
      if ('value' in this.#edit) builder.variant(this.#edit.value)
    } else if (typeof step === 'string') {
      const start = builder.top
      const fields = [{ key: step, id: builder.key(step), offset: 0 }]
      this.#made(depth + 1)
      builder.object(start, fields)
    } else {
      const elements = new Elements(builder)
      elements.nulls(step)
      elements.add(() => this.#made(depth + 1))
      elements.finish()
    }
  }
}

/** An array that is being written. */
class Elements {
  readonly #builder: VariantBuilder
  readonly #start: number
  readonly #offsets: number[] = []

  constructor(builder: VariantBuilder) {
    this.#builder = builder
    this.#start = builder.top
  }

  add(write: () => void): void {
    this.#offsets.push(this.#builder.top - this.#start)
    write()
  }

  nulls(count: number): void {
    // One byte each, and four for its offset: more than that cannot fit.
    if (count > sizeLimit / 5) throw new VariantTooLarge()
    for (let i = 0; i < count; i++) this.add(() => this.#builder.null())
  }

  finish(): void {
    this.#builder.array(this.#start, this.#offsets)
  }
}

/** A variant without null fields of objects and, if `elements`, without null elements of arrays, at any depth. */
export function withoutNulls(variant: Variant, elements: boolean): SqlValue {
  const builder = new VariantBuilder()
  appendWithoutNulls(builder, variant, elements)
  return builder.finish()
}

function appendWithoutNulls(builder: VariantBuilder, variant: Variant, elements: boolean): void {
  if (variant.kind === 'object') {
    const start = builder.top
    const fields: VariantField[] = []
    for (let i = 0; i < variant.size; i++) {
      const child = variant.child(i) as Variant
      if (child.kind === 'null') continue
      const key = variant.key(i)
      fields.push({ key, id: builder.key(key), offset: builder.top - start })
      appendWithoutNulls(builder, child, elements)
    }
    builder.object(start, fields)
  } else if (variant.kind === 'array') {
    const array = new Elements(builder)
    for (let i = 0; i < variant.size; i++) {
      const child = variant.child(i) as Variant
      if (!elements || child.kind !== 'null') array.add(() => appendWithoutNulls(builder, child, elements))
    }
    array.finish()
  } else builder.variant(variant)
}
