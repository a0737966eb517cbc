import { describe, expect, test } from 'vitest'
import { runStage } from '../../lib/testing/run-stage.ts'
import { sample } from '../../operators/index.ts'
import { condition, readings } from './pipe.ts'

describe('sample', () => {
  test('keeps all rows or none at the ends, and the same rows for one seed', () => {
    expect(runStage(sample(1), readings)).toContain('a 10\nb null\nc 40')
    expect(runStage(sample(0), readings)).toContain('epoch 0\nwatermark 5')
    expect(runStage(sample(0.5, 7), readings)).toBe(runStage(sample(0.5, 7n), readings))
  })

  test('refuses a fraction that is none', () => {
    expect(condition(() => runStage(sample(1.1), readings))).toMatch(/^MILLRACE_ARGUMENT: requirement failed/)
    expect(condition(() => runStage(sample(-0.1), readings))).toMatch(/^MILLRACE_ARGUMENT/)
  })
})
