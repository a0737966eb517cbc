/** Taylor's series of sine and cosine in double-double; only their first terms need both halves. */
import { add, dd, multiply } from './double-double.ts'

/** The sine of a rest of at most π/4. */
export function sineOf(rest: number, restLow: number): void {
  multiply(rest, restLow, rest, restLow)
  const [square, squareLow] = [dd[0] as number, dd[1] as number]
  // From r⁹ on terms are too small for their second half to matter.
  const small =
    square *
    (2.7557319223985893e-6 +
      square *
        (-2.505210838544172e-8 +
          square *
            (1.6059043836821613e-10 +
              square * (-7.647163731819816e-13 + square * (2.8114572543455206e-15 - square * 8.22063524662433e-18)))))
  add(-0.0001984126984126984, -1.7209558293420705e-22, small, 0)
  multiply(dd[0] as number, dd[1] as number, square, squareLow)
  add(0.008333333333333333, 1.1564823173178714e-19, dd[0] as number, dd[1] as number)
  multiply(dd[0] as number, dd[1] as number, square, squareLow)
  add(-0.16666666666666666, -9.25185853854297e-18, dd[0] as number, dd[1] as number)
  multiply(dd[0] as number, dd[1] as number, square, squareLow)
  multiply(dd[0] as number, dd[1] as number, rest, restLow)
  add(rest, restLow, dd[0] as number, dd[1] as number)
}

/** The cosine of a rest of at most π/4. */
export function cosineOf(rest: number, restLow: number): void {
  multiply(rest, restLow, rest, restLow)
  const [square, squareLow] = [dd[0] as number, dd[1] as number]
  const small =
    square *
    (2.48015873015873e-5 +
      square *
        (-2.755731922398589e-7 +
          square *
            (2.08767569878681e-9 +
              square * (-1.1470745597729725e-11 + square * (4.779477332387385e-14 - square * 1.5619206968586225e-16)))))
  add(-0.001388888888888889, 5.300543954373577e-20, small, 0)
  multiply(dd[0] as number, dd[1] as number, square, squareLow)
  add(0.041666666666666664, 2.3129646346357427e-18, dd[0] as number, dd[1] as number)
  multiply(dd[0] as number, dd[1] as number, square, squareLow)
  add(-0.5, 0, dd[0] as number, dd[1] as number)
  multiply(dd[0] as number, dd[1] as number, square, squareLow)
  add(1, 0, dd[0] as number, dd[1] as number)
}
