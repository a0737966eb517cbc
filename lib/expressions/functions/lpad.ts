import { padFunction } from './text/pad-function.ts'

export const lpad = padFunction('lpad', true, 'The text filled up at its beginning, or cut, to a length.')
