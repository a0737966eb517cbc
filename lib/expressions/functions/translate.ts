import { plainFunction } from './text/text-function.ts'

function translated(text: string, from: string, to: string): string {
  const targets = [...to]
  const table = new Map<string, string>()
  for (const [at, symbol] of [...from].entries()) if (!table.has(symbol)) table.set(symbol, targets[at] ?? '')
  let result = ''
  for (const symbol of text) result += table.get(symbol) ?? symbol
  return result
}

export const translate = plainFunction(
  {
    name: 'translate',
    summary: 'The text with each of some characters replaced by that of another list, or removed.',
    takes: ['string', 'string', 'string'],
  },
  translated,
)
