/** About how many different values there are: Spark's `HyperLogLogPlusPlus`, with the same hash and the same estimates. */
import { RegisterCells } from '../../columnar/cells/register-cells.ts'
import { MillraceError } from '../../errors.ts'
import { doubleType, field, longType, nullType } from '../../types/types.ts'
import { checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import { callText } from '../call-text.ts'
import { hashWords } from '../functions/hash/xxhash64-words.ts'
import type { BindContext } from '../scalar-function.ts'
import { nonNullRows } from './accumulators/chosen-rows.ts'
import { estimateDistinct } from './accumulators/hll-estimate.ts'
import { longsOf } from './accumulators/longs-of.ts'
import { rowHasher } from './accumulators/row-hasher.ts'
import type { Accumulator, AggregateFunction } from './aggregate-function.ts'

interface HllData {
  /** Bits of a hash that choose the register. */
  readonly bits: number
}

export const approxCountDistinct: AggregateFunction = {
  name: 'approx_count_distinct',
  summary: 'About how many different values there are; the second argument is the relative error, 0.05 unless given.',
  bind(args, context) {
    checkCount(args, 1, 2, context)
    const [input, error] = args as readonly [Bound, Bound?]
    const relative = error === undefined ? 0.05 : relativeError(error, context)
    const bits = Math.ceil((2 * Math.log(1.106 / relative)) / Math.log(2))
    if (!(bits >= 4)) throw tooFewBits()
    // The error does not show.
    const text = callText(context.name, [boundText(input)], context.distinct)
    return { args: [input], type: longType, nullable: false, data: { bits } satisfies HllData, text }
  },
  start: ({ args, data }) => hllAccumulator(args[0]?.type ?? nullType, (data as HllData).bits),
}

/** @throws _LEGACY_ERROR_TEMP_1104 for what is no number */
function relativeError(error: Bound, context: BindContext): number {
  if (error.kind === 'literal' && (error.type.kind === 'double' || error.type.kind === 'decimal')) {
    return Number(context.constant(context.cast(error, doubleType), 'relativeSD'))
  }
  throw new MillraceError('_LEGACY_ERROR_TEMP_1104', 'The second argument should be a double literal.')
}

function tooFewBits(): MillraceError {
  const text = 'requirement failed: HLL++ requires at least 4 bits for addressing. Use a lower error, at most 39%.'
  return new MillraceError('MILLRACE_RELATIVE_ERROR', text)
}

/** Registers of six bits that go into one BIGINT of Spark's buffer. */
const registersPerWord = 10

function hllAccumulator(type: Parameters<typeof rowHasher>[0], bits: number): Accumulator {
  const cells = new RegisterCells(2 ** bits)
  const hash = rowHasher(type, 42)
  return {
    cells: [cells],
    buffer: Array.from({ length: Math.ceil(2 ** bits / registersPerWord) }, (_, at) =>
      field(`MS[${at}]`, longType, false),
    ),
    add(ids, args, rows, count) {
      const chosen = nonNullRows(ids, args, rows, count)
      const [arg] = args
      if (arg === undefined || chosen.count === 0) return
      hash.read(arg)
      const { values, width } = cells
      for (let i = 0; i < chosen.count; i++) {
        hash.seek(chosen.rows[i] as number)
        const high = hashWords[0] as number
        const low = hashWords[1] as number
        // The hash less the bits of the register, with a one behind: zeros in front of it are counted.
        const first = (high << bits) | (low >>> (32 - bits))
        const second = (low << bits) | (1 << (bits - 1))
        const rank = first === 0 ? 33 + Math.clz32(second) : 1 + Math.clz32(first)
        const register = (chosen.ids[i] as number) * width + (high >>> (32 - bits))
        if (rank > (values[register] as number)) values[register] = rank
      }
    },
    merge(into, other, from, count) {
      const [others] = other.cells as readonly [RegisterCells]
      const { values, width } = cells
      for (let i = 0; i < count; i++) {
        const to = (into[i] as number) * width
        const at = (from[i] as number) * width
        for (let register = 0; register < width; register++) {
          const rank = others.values[at + register] as number
          if (rank > (values[to + register] as number)) values[to + register] = rank
        }
      }
    },
    finish(ids, count) {
      const estimates = new Float64Array(count)
      for (let i = 0; i < count; i++)
        estimates[i] = estimateDistinct(cells.values, (ids[i] as number) * cells.width, bits)
      return longsOf(
        longType,
        estimates,
        Int32Array.from(estimates, (_, at) => at),
        count,
      )
    },
  }
}
