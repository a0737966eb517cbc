import { intType } from '../../types/types.ts'
import { plainFunction } from './text/text-function.ts'

export const arraySize = plainFunction(
  { name: 'array_size', summary: 'How many elements an array has.', takes: ['array'], gives: intType },
  (items: readonly unknown[]) => items.length,
)
