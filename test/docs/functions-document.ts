/**
 * The text of docs/functions.md: names and summaries from the definitions; calls and examples from the answers that a
 * real Spark gave (test/golden/functions), which other tests hold against the definitions.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { MillraceError } from '../../lib/errors.ts'
import type { AggregateContext } from '../../lib/expressions/aggregates/aggregate-function.ts'
import { aggregateFunctions } from '../../lib/expressions/aggregates/index.ts'
import { acceptedText } from '../../lib/expressions/binder/accepted.ts'
import { refusedFunctions } from '../../lib/expressions/binder/refused-functions.ts'
import type { Signature } from '../../lib/expressions/binder/signature.ts'
import type { Bound } from '../../lib/expressions/bound.ts'
import { builtinDefinitions } from '../../lib/expressions/functions/index.ts'
import { generators } from '../../lib/expressions/generators/index.ts'
import type { ScalarFunction } from '../../lib/expressions/scalar-function.ts'

interface RecordedFunction {
  readonly name: string
  readonly usage: string
  readonly examples: readonly { readonly sql: string; readonly documented?: string }[]
}

/** A scalar function, a generator or an aggregate function. */
type Documented = Pick<ScalarFunction, 'name' | 'aliases' | 'summary'> & {
  bind(args: readonly Bound[], context: AggregateContext): unknown
}

const folder = new URL('../golden/functions/', import.meta.url)

function recordedFunctions(): ReadonlyMap<string, RecordedFunction> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
  const groups = files.map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')))
  return new Map(
    groups.flatMap(({ functions }) => functions as readonly RecordedFunction[]).map((one) => [one.name, one]),
  )
}

const operatorName = /^\W+$|^(and|or)$/

/** How it is called: Spark's parameter names where a record has them, else the types or the number of its arguments. */
function forms(definition: Documented, recorded: RecordedFunction | undefined): string {
  if (operatorName.test(definition.name) && definition.name !== '~') return code(`a ${definition.name} b`)
  const usage = (recorded?.usage ?? '').replace(/\. (?=\w+\()/g, '.\n')
  const found = [...usage.matchAll(/^\s*(\w+\([^()]*\)) - /gm)].map(([, form]) => form as string)
  return (found.length > 0 ? found : [callForm(definition)]).map((form) => code(form)).join('<br>')
}

/** `repeat(STRING, INT)` of a declared signature; `nvl2(a, b, c)` of what the definition says to no arguments at all. */
function callForm({ name, bind }: Documented): string {
  if (name === '~') return '~ a'
  if ('form' in bind) {
    const { takes, optional = 0, rest } = bind.form as Signature
    const all = takes.map((accepted) => acceptedText(accepted).replaceAll('"', ''))
    return `${name}(${list(all, all.length - optional)}${rest === undefined ? '' : `${all.length > 0 ? ', ' : ''}…`})`
  }
  try {
    bind([], { ansi: true, zone: 'UTC', name, text: `${name}()`, orderBy: [] } as unknown as AggregateContext)
  } catch (error) {
    const expected = error instanceof MillraceError ? (error.parameters['expectedNum'] ?? '') : ''
    const least = Number(/\d+/.exec(expected)?.[0])
    if (expected.startsWith('>')) return `${name}(${letters(least + 1).join(', ')}, …)`
    if (expected !== '') return `${name}(${list(letters(Number(/(\d+)\D*$/.exec(expected)?.[1])), least)})`
  }
  return `${name}(…)`
}

const letters = (count: number): string[] => Array.from({ length: count }, (_, at) => String.fromCharCode(97 + at))

/** `a, b[, c][, d]` */
function list(all: readonly string[], needed: number): string {
  const optional = all.slice(needed).map((one, at) => (needed + at === 0 ? `[${one}]` : `[, ${one}]`))
  return all.slice(0, needed).join(', ') + optional.join('')
}

/** The shortest recorded example, with its answer. */
function example(recorded: RecordedFunction | undefined): string {
  const short = (recorded?.examples ?? [])
    .filter(
      ({ sql, documented }) => /^select /i.test(sql) && !/ from /i.test(sql) && documented && !/\n/.test(documented),
    )
    .map(({ sql, documented }) => ({ text: sql.trim().replace(/;$/, '').slice(7), answer: documented as string }))
    .sort((a, b) => a.text.length - b.text.length)[0]
  return short && short.text.length + short.answer.length < 110 ? `${code(short.text)} → ${code(short.answer)}` : ''
}

/** Code in a cell of a table. */
function code(text: string): string {
  const inner = text.trim().replaceAll('|', '\\|')
  if (inner === '') return '` `'
  return inner.includes('`') ? `\`\` ${inner} \`\`` : `\`${inner}\``
}

function row(definition: Documented, recorded: ReadonlyMap<string, RecordedFunction>): string {
  const { name, aliases = [], summary } = definition
  const known = [name, ...aliases].map((one) => recorded.get(one)).find((one) => one !== undefined)
  const also = aliases.length > 0 ? ` Also ${aliases.map((one) => code(one)).join(', ')}.` : ''
  return `| ${code(name)} | ${forms(definition, known)} | ${summary.replaceAll('|', '\\|')}${also} | ${example(known)} |`
}

/** docs/functions.md. */
export function functionsDocument(): string {
  const recorded = recordedFunctions()
  const sorted = [...builtinDefinitions, ...generators.values(), ...aggregateFunctions].sort((a, b) =>
    a.name < b.name ? -1 : 1,
  )
  return `# Functions

Every scalar function of expression text (\`expr\`, \`selectExpr\`, \`filter\`), every generator of a select list
(\`explode\`) and every aggregate function (\`sum\`), made by \`npm run docs\` from the definitions in
\`lib/expressions/functions\`, \`generators\` and \`aggregates\`.
Names are read in any case. Answers are Spark 4.3's with ANSI mode on and the zone UTC.

## In programs

\`millrace/functions\` exports each as a typed function named in camelCase (\`date_add\` is \`dateAdd\`), but for \`createMap\`
(\`map\`), \`bitwiseNot\` (\`~\`), \`timestampAdd\`, \`timestampDiff\` and \`typeof_\`. Operators are methods of \`Column\`.

\`\`\`ts
import { concatWs, contains, dateTrunc, lit, nvl, upper } from 'millrace/functions'

frame
  .filter(contains('host', lit('.org')))
  .select(upper('host'), dateTrunc('hour', 'at').as('hour'), concatWs('-', 'host', 'path').as('key'), nvl('bytes', 0))
\`\`\`

What a text means is as in PySpark. Where its function takes a column or its name, a text is a **name**, which the compiler
checks against the schema; numbers and other values are literals there, and a text as a value is \`lit('text')\`. So it is
in every place of \`contains\`, \`startswith\`, \`like\`, \`rlike\`, \`replace\` and \`splitPart\`, and for the format of
\`tryToTimestamp\`, \`toTimestampNtz\` and \`toUnixTimestamp\`. Where PySpark takes a plain text, it is a **value**: the format
of \`toDate\`, \`toTimestamp\`, \`dateFormat\`, the pattern of \`split\`, \`regexpExtract\` and \`regexpReplace\`, units, zones,
separators and paths, and the element or key of \`arrayContains\`, \`elementAt\` and their kin.

## Over windows, and of the program's own

\`rank\`, \`dense_rank\`, \`percent_rank\`, \`cume_dist\`, \`row_number\`, \`ntile\`, \`lag\`, \`lead\`, \`nth_value\` and every aggregate are
called over windows of static frames: in SQL \`rank() OVER (PARTITION BY … ORDER BY …)\`, in programs by \`over\`.

\`udf\` makes a function of the program a function of columns, called for each row; \`columnUdf\` one that is called once for a
batch, with the \`values\` of each column as typed arrays and its \`nulls\` (undefined where there are none); nulls that it does
not give back are lost. \`session.udf.register('twice', (n) => n * 2, 'int')\` gives one a name in SQL,
as \`session.udf.register('twice', twice)\` does to what \`udf\` or \`columnUdf\` made.

\`\`\`ts
import { col, Window } from 'millrace'
import { columnUdf, rank, udf } from 'millrace/functions'

const initial = udf((host) => host?.[0] ?? null, { takes: ['string'], gives: 'string' })
const kib = columnUdf(({ values, nulls }) => ({ values: values.map((one) => one / 1024), nulls }), {
  takes: ['double'],
  gives: 'double',
})
const largest = Window.partitionBy('host').orderBy(col('bytes').desc())

frame.select(initial('host'), kib('bytes'), rank().over(largest).as('place'))
\`\`\`

## All of them

${sorted.length} definitions.

| function | call | gives | example |
|---|---|---|---|
${sorted.map((definition) => row(definition, recorded)).join('\n')}

## Not there

These names of Spark 4.3 are refused when they are called, and why:

| function | there is none because | instead |
|---|---|---|
${[...refusedFunctions].map(([name, { because, instead }]) => `| ${code(name)} | ${because} | ${instead} |`).join('\n')}

Functions that take or give a TIME are refused as a stock Spark refuses them: UNSUPPORTED_TIME_TYPE.
`
}
