import { describe, expect, it } from 'vitest'
import { javaDouble, javaFloat } from '../../lib/types/number-text.ts'
import { writerCases } from '../formats/json/recorded-writer.ts'

const recorded = (name: string) => writerCases.find((one) => one.name === name)?.values ?? []

const doubleOf = (hex: string): number => {
  const view = new DataView(new ArrayBuffer(8))
  view.setBigUint64(0, BigInt(`0x${hex}`))
  return view.getFloat64(0)
}

const floatOf = (hex: string): number => {
  const view = new DataView(new ArrayBuffer(4))
  view.setUint32(0, Number(`0x${hex}`))
  return view.getFloat32(0)
}

describe('numbers as Java prints them', () => {
  it('prints doubles with the digits of Java 17', () => {
    const got = recorded('double-bits').map(([hex]) => [hex, javaDouble(doubleOf(hex))])
    expect(got.length).toBeGreaterThan(100)
    expect(got).toEqual(recorded('double-bits'))
  })

  it('prints floats with the digits of Java 17', () => {
    const got = recorded('float-bits').map(([hex]) => [hex, javaFloat(floatOf(hex))])
    expect(got.length).toBeGreaterThan(100)
    expect(got).toEqual(recorded('float-bits'))
  })
})
