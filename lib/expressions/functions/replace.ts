import { plainFunction } from './text/text-function.ts'
import { bytesArguments, scratchText } from './text/text-scratch.ts'

export const replace = plainFunction(
  {
    name: 'replace',
    summary: 'The text with each occurrence of a part replaced by another, or removed.',
    takes: ['string', 'string', 'string'],
    optional: 1,
  },
  (text: string, part: string, by: string | undefined) => (part === '' ? text : text.replaceAll(part, () => by ?? '')),
  (emitter, [text, part, by]) => {
    if (!text?.bytes || !part?.bytes || (by && !by.bytes)) return undefined
    // Nothing is at the part's beginning, and 0 bytes long.
    const replacement = by?.bytes ?? { ...part.bytes, length: '0' }
    const args = [text.bytes, part.bytes, replacement].map(bytesArguments).join(', ')
    return scratchText(emitter, (scratch) => emitter.line(`${scratch}.replace(${args})`))
  },
)
