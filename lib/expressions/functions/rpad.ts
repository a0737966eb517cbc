import { padFunction } from './text/pad-function.ts'

export const rpad = padFunction('rpad', false, 'The text filled up at its end, or cut, to a length.')
