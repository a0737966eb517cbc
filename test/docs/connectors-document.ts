/** The text of docs/connectors.md: what the definitions say, and the options that each connector's README lists. */
import { readdirSync, readFileSync } from 'node:fs'
import { builtinConnectors } from '../../connectors/index.ts'
import type { Connector, SinkAbility, SourceAbility } from '../../lib/connector/connector.ts'

const folder = new URL('../../connectors/', import.meta.url)
const folders = readdirSync(folder, { withFileTypes: true }).filter((one) => one.isDirectory())

/** The folder that a format's connector lives in: the one of its name, else `file`. */
function folderOf({ name }: Connector): string {
  const kebab = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  return folders.find((one) => one.name === kebab || one.name.replaceAll('-', '') === kebab)?.name ?? 'file'
}

/** The first cells of the README's tables of options, in the README's own words. */
function optionsOf(name: string): string[] {
  const text = readFileSync(new URL(`${name}/README.md`, folder), 'utf8')
  return [...text.matchAll(/^\| (`[^|]*`) \|/gm)].map(([, cell]) => cell as string)
}

/** What each declared inability is called in the table. */
const withoutAbility: Readonly<Record<SourceAbility | SinkAbility, string>> = {
  restart: 'reading again after a restart',
  idle: 'resting when nothing came',
  keep: 'keeping rows',
  stage: 'hiding rows until the commit',
  once: 'dropping a batch it has had',
  replace: 'showing the last table only',
}

function inabilities({ source, sink }: Connector): string {
  return Object.entries({ ...source?.cannot, ...sink?.cannot })
    .map(([ability, reason]) => `${withoutAbility[ability as SourceAbility | SinkAbility]}: ${reason}`)
    .join('; ')
}

function row(connector: Connector): string {
  const at = folderOf(connector)
  const { sink } = connector
  const checkpoint = sink ? (sink.temporaryCheckpoint ? 'may be left out' : 'required') : '–'
  const cells = [
    `[\`${connector.name}\`](../connectors/${at}/README.md)`,
    connector.source ? 'yes' : '–',
    sink ? sink.modes.join(', ') : '–',
    sink ? sink.guarantee : '–',
    checkpoint,
    inabilities(connector) || '–',
    [...new Set(optionsOf(at))].join(', ') || '–',
  ]
  return `| ${cells.join(' | ')} |`
}

/** docs/connectors.md. */
export function connectorsDocument(): string {
  const sorted = [...builtinConnectors].sort((a, b) => (a.name < b.name ? -1 : 1))
  return `# Connectors

What \`format(…)\` knows. Made by \`npm run docs\` from the definitions in \`connectors/\`; the link leads to what the options
mean and what a connector cannot do. A guarantee of \`none\` or \`at-least-once\` means that after a crash a batch may be
given twice. What a connector cannot do it declares, with the reason; the conformance suite of \`millrace/testing\` runs for each
of them in \`npm test\`, and holds it to what it declares and to everything else.

| format | source | sink's output modes | guarantee | checkpoint location | cannot | options |
|---|---|---|---|---|---|---|
${sorted.map(row).join('\n')}

Options of what is in a file: [json](../lib/formats/json/options.ts), [text](../lib/formats/text/text-format.ts), under
Spark's names. Option names are read in any case.
`
}
