import { repeatText } from './text/size-limit.ts'
import { plainFunction } from './text/text-function.ts'

export const space = plainFunction({ name: 'space', summary: 'A number of blanks.', takes: ['int'] }, (times: number) =>
  repeatText(' ', times),
)
