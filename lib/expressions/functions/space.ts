import { plainFunction } from './text/text-function.ts'

export const space = plainFunction({ name: 'space', summary: 'A number of blanks.', takes: ['int'] }, (times: number) =>
  ' '.repeat(Math.max(0, times)),
)
