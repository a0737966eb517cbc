/**
 * sin and cos as Java's intrinsics give them, which Spark calls: Intel's algorithm, right to 0.52 units of the last place,
 * so that now and then it gives the farther of two neighbours. An angle is a node, a multiple of π/32, and a rest. Sine and
 * cosine of the node come from a table, those of the rest from polynomials; which roundings happen in which order decides
 * the last bit. Angles from 90112 on are reduced otherwise there: of those, one in a thousand differs in the last bit.
 *
 * tan is the nearest DOUBLE but for very rare halfway cases; Java's differs from it in the last bit in one of 350 angles.
 */
import { add, dd, divide, multiply } from './double-double.ts'
import { farQuadrantOf, quadrantOf } from './quadrant.ts'
import { cosineOf, sineOf } from './sine-series.ts'

/** From here on a multiple of the parts of π/32 is no longer exact. */
const farthest = 90112

/** π/32 in two parts of 33 bits and the rest, and as the nearest pair. */
const step1 = 0.09817477042088285
const step2 = 3.798187816439979e-12
const step3 = 1.2639164054974691e-22
const step = 0.09817477042468103
const stepLow = 3.827021247335479e-18
const inverseStep = 10.185916357881302

/**
 * For each node of a turn: the power of two that is nearest to its cosine (0 for 0), what the cosine is more than it, and
 * the sine as a pair. A product with the power of two is exact.
 */
const nodes = new Float64Array(64 * 4)
for (let node = 0; node < 64; node++) setNode(node)

function setNode(node: number): void {
  const times = ((node + 8) & 15) - 8
  const turn = ((node - times) >> 4) & 3
  multiply(times, 0, step, stepLow)
  const [rest, restLow] = [dd[0] as number, dd[1] as number]
  sineOf(rest, restLow)
  const [sin, sinLow] = [dd[0] as number, dd[1] as number]
  cosineOf(rest, restLow)
  const [cos, cosLow] = [dd[0] as number, dd[1] as number]
  const [nodeSin, nodeSinLow] = turn % 2 === 0 ? [sin, sinLow] : [cos, cosLow]
  const [nodeCos, nodeCosLow] = turn % 2 === 0 ? [cos, cosLow] : [sin, sinLow]
  const sinSign = turn < 2 ? 1 : -1
  const cosSign = turn === 0 || turn === 3 ? 1 : -1
  const power = nearestPower(nodeCos)
  add(nodeCos, nodeCosLow, -power, 0)
  nodes.set([cosSign * power, cosSign * (dd[0] as number), sinSign * nodeSin, sinSign * nodeSinLow], node * 4)
}

function nearestPower(value: number): number {
  if (value === 0) return 0
  const below = 2 ** Math.floor(Math.log2(Math.abs(value)))
  return Math.sign(value) * (Math.abs(value) > 1.5 * below ? 2 * below : below)
}

/** The sine of an angle `turned` by nodes: by 0 its sine, by 16 its cosine. */
function turnedSine(x: number, turned: number): number {
  if (!(Math.abs(x) < farthest)) return Number.isFinite(x) ? farSine(x, turned) : Number.NaN
  const times = Math.trunc(x * inverseStep + (x < 0 ? -0.5 : 0.5))
  const early = x - times * step1
  const second = times * step2
  const rest = early - second
  return sineBeside(times + turned, rest, early, times * step3 - (early - rest - second))
}

function farSine(x: number, turned: number): number {
  const turn = farQuadrantOf(x)
  const [angle, angleLow] = [dd[0] as number, dd[1] as number]
  const times = Math.round(angle * inverseStep)
  multiply(times, 0, step, stepLow)
  add(angle, angleLow, -(dd[0] as number), -(dd[1] as number))
  const rest = dd[0] as number
  return sineBeside(turn * 16 + times + turned, rest, rest, -(dd[1] as number))
}

/**
 * The sine of a node and a rest beside it. `over` is how much the rest is too large, `early` the rest before its second
 * part was taken away.
 */
function sineBeside(node: number, rest: number, early: number, over: number): number {
  const at = (node & 63) * 4
  const power = nodes[at] as number
  const cosRest = nodes[at + 1] as number
  const sin = nodes[at + 2] as number
  const square = rest * rest
  const fourth = square * square
  const last = early * rest
  // What sin(r)/r³ and cos(r)/r² have beyond their first terms.
  const sines = -1 / 6 + (1 / 120) * square + fourth * (-1 / 5040 + (1 / 362880) * last)
  const cosines = -1 / 2 + (1 / 24) * square + fourth * (-1 / 720 + (1 / 40320) * last)
  const cos = cosRest + power
  const ofSines = sines * (cos * rest * square)
  const ofCosines = cosines * (sin * square)
  const correction = over * (sin * rest - cos) + (nodes[at + 3] as number)
  const rise = power * rest
  const first = sin + rise
  const smallRise = cosRest * rest
  const high = first + smallRise
  const lost = sin - first + rise + (first - high + smallRise)
  return high + (ofSines + correction + (ofCosines + lost))
}

/** The sine. */
export function sine(x: number): number {
  // The nearest to a small x is x; it keeps the sign of -0.0 as well.
  return Math.abs(x) < 1e-8 ? x : turnedSine(x, 0)
}

/** The cosine. */
export function cosine(x: number): number {
  return turnedSine(x, 16)
}

/** The tangent. */
export function tangent(x: number): number {
  if (Math.abs(x) < 1e-8) return x
  if (!Number.isFinite(x)) return Number.NaN
  const odd = quadrantOf(x) % 2 === 1
  const [rest, restLow] = [dd[0] as number, dd[1] as number]
  sineOf(rest, restLow)
  const [sin, sinLow] = [dd[0] as number, dd[1] as number]
  cosineOf(rest, restLow)
  if (odd) divide(-(dd[0] as number), -(dd[1] as number), sin, sinLow)
  else divide(sin, sinLow, dd[0] as number, dd[1] as number)
  return dd[0] as number
}
