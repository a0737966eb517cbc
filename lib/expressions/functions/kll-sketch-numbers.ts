/** `kll_sketch_get_n_*`, `kll_sketch_to_string_*` and `kll_sketch_merge_*`. */
import { javaDouble, javaFloat } from '../../types/number-text.ts'
import { binaryType, longType, stringType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { kllKinds, kllOf } from './sketches/kll-arguments.ts'
import { type KllKind, kllBytes } from './sketches/kll-bytes.ts'
import type { KllValue } from './sketches/kll-sketch.ts'
import { kllText } from './sketches/kll-text.ts'

const getN = (kind: KllKind): ScalarFunction => ({
  name: `kll_sketch_get_n_${kind}`,
  summary: 'How many values a KLL sketch has seen.',
  bind: signature({ takes: ['binary'], gives: longType }),
  evaluate: ([sketch], { name }) => kllOf(sketch as Uint8Array, kind, name).count,
})

const texts = {
  bigint: String,
  double: (value: KllValue) => javaDouble(value as number),
  float: (value: KllValue) => javaFloat(value as number),
}

const toText = (kind: KllKind): ScalarFunction => ({
  name: `kll_sketch_to_string_${kind}`,
  summary: 'What a KLL sketch is made of, as text.',
  bind: signature({ takes: ['binary'], gives: stringType }),
  evaluate: ([sketch], { name }) => kllText(kllOf(sketch as Uint8Array, kind, name), kind, texts[kind]),
})

const merge = (kind: KllKind): ScalarFunction => ({
  name: `kll_sketch_merge_${kind}`,
  summary: 'Two KLL sketches in one, of the size of the first.',
  bind: signature({ takes: ['binary', 'binary'], gives: binaryType }),
  evaluate([first, second], { name }) {
    const sketch = kllOf(first as Uint8Array, kind, name)
    sketch.merge(kllOf(second as Uint8Array, kind, name))
    return kllBytes(sketch, kind)
  },
})

/** For BIGINT, DOUBLE and FLOAT. */
export const kllSketchNumbers: readonly ScalarFunction[] = kllKinds.flatMap((kind) => [
  getN(kind),
  toText(kind),
  merge(kind),
])
