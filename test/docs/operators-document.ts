/** The text of docs/operators.md, from the comment at the head of each operator's file. */
import { readdirSync, readFileSync } from 'node:fs'

const folder = new URL('../../operators/', import.meta.url)

/** The paragraphs and the example of a file's first comment. */
function headOf(file: string): { readonly gives: string; readonly state: string; readonly example: string } {
  const comment = /^\/\*\*([\s\S]*?)\*\//.exec(readFileSync(new URL(file, folder), 'utf8'))?.[1] ?? ''
  const text = comment.replace(/^ *\* ?/gm, '').trim()
  const [gives = '', second = ''] = text.split('\n\n').map((one) => one.replaceAll('\n', ' ').trim())
  const example = /@example\n([\s\S]*?)(?:\n\n|$)/.exec(text)?.[1]?.trim() ?? ''
  return { gives, state: second.startsWith('State:') ? second.slice('State:'.length).trim() : '', example }
}

/** Names that a file gives to programs: `union`, `unionByName`; none where only frames and SQL use it. */
function names(file: string): string[] {
  const barrel = readFileSync(new URL('index.ts', folder), 'utf8')
  const exported: readonly string[] = /^export \{([^}]+)\}/m.exec(barrel)?.[1]?.match(/\w+/g) ?? []
  const list = new RegExp(`import \\{([^}]+)\\} from '\\./${file.replace('.', '\\.')}'`).exec(barrel)?.[1] ?? ''
  return (list.match(/\w+/g) ?? [])
    .map((name) => new RegExp(`^export const (\\w+) = ${name}\\(`, 'm').exec(barrel)?.[1] ?? name)
    .filter((name) => exported.includes(name) || barrel.includes(`export const ${name} =`))
}

/** docs/operators.md. */
export function operatorsDocument(): string {
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts') && name !== 'index.ts')
  const rows = files.flatMap((file) => {
    const { gives, state, example } = headOf(file)
    const link = names(file).map((name) => `[\`${name}\`](../operators/${file})`)
    if (link.length === 0) return []
    return `| ${link.join(', ')} | ${gives} | ${state} | \`${example.replaceAll('|', '\\|').replaceAll('\n', ' ')}\` |`
  })
  return `# Operators

From the entry \`millrace/operators\` each is a function for a stream of RxJS, and most are methods of \`DataFrame\`. Such a
stream carries messages (a schema, epochs, batches of columns, watermarks), not rows: \`session.fromObservable(schema, rows$)\`
makes a frame of rows, and \`writeStream.toObservable()\` rows of a frame. Made by \`npm run docs\` from the comments in
\`operators/\`.

| operator | what it does | state and watermark | example |
|---|---|---|---|
${rows.join('\n')}
`
}
