import { randomFunction } from './random/random-function.ts'

export const rand = randomFunction('rand', ['random'], 'A random number from 0 up to, not including, 1.', (random) =>
  random.nextDouble(),
)
