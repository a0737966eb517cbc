import { longType } from '../../types/types.ts'
import { plainFunction } from './text/text-function.ts'

/** Up to 20!, the largest in a BIGINT. */
const factorials: bigint[] = [1n]
for (let n = 1n; n <= 20n; n++) factorials.push((factorials[Number(n) - 1] as bigint) * n)

export const factorial = plainFunction(
  {
    name: 'factorial',
    summary: 'The factorial of a whole number from 0 to 20; null for others.',
    takes: ['int'],
    gives: longType,
    nullable: true,
  },
  (value: number) => factorials[value] ?? null,
)
