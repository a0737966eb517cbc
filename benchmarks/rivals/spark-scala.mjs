/**
 * Spark on a query that is a program in Scala: compiled at first use, by the compiler that Spark itself brings, into the
 * cache folder, and run in a JVM of its own.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'

const [python, source, main, data, output, filesPerBatch, format] = process.argv.slice(2)
const environment = dirname(dirname(python))
const lib = join(environment, 'lib')
const jars = join(
  lib,
  readdirSync(lib).find((name) => name.startsWith('python')),
  'site-packages/pyspark/jars',
)
const digest = createHash('sha256').update(readFileSync(source)).digest('hex').slice(0, 16)
const classes = join(environment, `../scala-${main}-${digest}`)

if (!existsSync(classes)) {
  const unfinished = `${classes}.unfinished`
  mkdirSync(unfinished, { recursive: true })
  java(['-cp', `${jars}/*`, 'scala.tools.nsc.Main', '-usejavacp', '-d', unfinished, source], 'ignore')
  renameSync(unfinished, classes)
}
rmSync(output, { recursive: true, force: true })
mkdirSync(output, { recursive: true })
// What Spark's own launcher opens to itself (JavaModuleOptions).
const packages = [
  'lang',
  'lang.invoke',
  'lang.reflect',
  'io',
  'net',
  'nio',
  'util',
  'util.concurrent',
  'util.concurrent.atomic',
]
const opened = [...packages.map((name) => `java.base/java.${name}`), 'java.base/sun.nio.ch', 'java.base/sun.nio.cs']
const opens = [...opened, 'java.base/sun.security.action', 'java.base/sun.util.calendar'].map(
  (name) => `--add-opens=${name}=ALL-UNNAMED`,
)
java(
  [...opens, '-Xmx8g', '-XX:+UseParallelGC', '-cp', `${classes}:${jars}/*`, main, data, output, filesPerBatch, format],
  'inherit',
)

function java(options, stdout) {
  const { status, stderr } = spawnSync('java', options, { stdio: ['ignore', stdout, 'pipe'], encoding: 'utf8' })
  if (status !== 0) throw new Error(`java ended with ${status}: ${stderr.slice(-3000)}`)
}
