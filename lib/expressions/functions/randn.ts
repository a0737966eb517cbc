import { randomFunction } from './random/random-function.ts'

export const randn = randomFunction('randn', [], 'A random number of the standard normal distribution.', (random) =>
  random.nextGaussian(),
)
