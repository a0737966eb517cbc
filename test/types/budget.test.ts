/** What typed frames cost the compiler, counted in type instantiations: the same on every machine. */
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { expect, test } from 'vitest'

const here = dirname(fileURLToPath(import.meta.url))
const kinds = ['string', 'int', 'long', 'double', 'timestamp', 'boolean']
const ddlTypes = ['STRING', 'INT', 'BIGINT NOT NULL', 'DECIMAL(10,2)', 'ARRAY<STRING>', 'TIMESTAMP']

const imports = `import { col, lit, Session, boolean, double, int, long, string, struct, timestamp } from '../../index.ts'
declare const session: Session
`

/** Columns of one frame; the prefix makes each frame's types new to the compiler. */
function columns(prefix: string): string[] {
  return Array.from({ length: 30 }, (_, at) => `${prefix}c${at}: ${kinds[at % kinds.length]}`)
}

function frame(prefix: string): string {
  return `session.read.schema(struct({ ${columns(prefix).join(', ')} })).json('x')`
}

/** Fifteen steps over thirty columns. */
function chain(p: string): string {
  return `${frame(p)}
  .filter(col('${p}c1').gt(30).and(col('${p}c2').eq(col('${p}c8'))))
  .withColumn('a', col('${p}c1').plus(1).cast('long'))
  .withColumn('b', (c) => c.${p}c0.cast('string'))
  .withColumn('${p}c5', col('${p}c7'))
  .withColumnRenamed('${p}c6', 'host')
  .drop('${p}c12', '${p}c13')
  .withWatermark('${p}c4', '10 seconds')
  .filter(col('a').gt(3))
  .withColumn('d', lit('x'))
  .select('${p}c0', '${p}c1', '${p}c2', '${p}c3', '${p}c4', 'a', 'b', 'd', 'host', col('${p}c8').as('eight'), col('${p}c9').plus(1).as('nine'))
  .filter((c) => c.host.isNotNull())
  .withColumns({ z: col('eight'), y: col('nine').cast('double') })
  .withColumn('w', col('z').plus(1))
  .select('host', 'a', 'z', 'y', 'w')
  .limit(10)
  .collect()`
}

function ddl(p: string): string {
  const fields = Array.from({ length: 30 }, (_, at) => `${p}column_number_${at} ${ddlTypes[at % ddlTypes.length]}`)
  return `session.read.schema('${fields.join(', ')}').json('x').collect()`
}

const config = ts.readConfigFile(resolve(here, '../../tsconfig.json'), ts.sys.readFile)
const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, resolve(here, '../..'))
const parsed = new Map<string, ts.SourceFile | undefined>()

/** Type instantiations of a program that consists of these statements; throws when one of them does not compile. */
function instantiations(statements: readonly string[]): number {
  const path = resolve(here, 'budget-case.ts')
  const text = imports + statements.map((one, at) => `export const r${at} = ${one}\n`).join('')
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists } = host
  host.fileExists = (name) => name === path || fileExists.call(host, name)
  host.getSourceFile = (name, target, ...rest) => {
    if (name === path) return ts.createSourceFile(name, text, target)
    if (!parsed.has(name)) parsed.set(name, getSourceFile.call(host, name, target, ...rest))
    return parsed.get(name)
  }
  const program = ts.createProgram([path], options, host)
  const file = program.getSourceFile(path)
  const problems = program.getSemanticDiagnostics(file)
  expect(problems.map((one) => ts.flattenDiagnosticMessageText(one.messageText, '\n'))).toEqual([])
  return program.getInstantiationCount()
}

/** What ten more of them cost each, once the first has paid for what they share. */
function costOfEach(make: (prefix: string) => string): number {
  const first = instantiations([make('p0')])
  const more = instantiations(Array.from({ length: 11 }, (_, at) => make(`p${at}`)))
  return (more - first) / 10
}

test('a chain of fifteen steps over thirty columns costs the compiler at most 8,000 instantiations', {
  timeout: 60_000,
}, () => {
  expect(costOfEach(chain)).toBeLessThanOrEqual(8_000)
})

test('a DDL literal of thirty columns costs the compiler at most 10,000 instantiations', { timeout: 60_000 }, () => {
  expect(costOfEach(ddl)).toBeLessThanOrEqual(10_000)
})
