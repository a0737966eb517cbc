/**
 * `npm test`: everything that must hold before a change lands, and one closing line with the real counts.
 *
 * In turn: types, lint, the build, the tests on this Node, the fast tests again on Node 24. Each part prints as it goes;
 * a part that this machine cannot run says why and counts as skipped.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { node24 } from './node24.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const cache = `${root}node_modules/.cache/millrace`
const vitest = `${root}node_modules/vitest/vitest.mjs`
const totals = { passed: 0, failed: 0, skipped: 0 }

/** Runs a command in the project's root with its output on this terminal; true when it exits with 0. */
function run(command, args) {
  return spawnSync(command, args, { cwd: root, stdio: 'inherit' }).status === 0
}

function heading(text) {
  process.stdout.write(`\n── ${text}\n`)
}

/** A check that is one thing: it passes or fails. */
function check(name, command, args) {
  heading(name)
  const passed = run(command, args)
  totals[passed ? 'passed' : 'failed'] += 1
  if (!passed) process.stdout.write(`FAILED: ${name}\n`)
  return passed
}

/** A vitest run whose counts are read from its JSON report. */
function tests(name, node, args) {
  heading(name)
  const report = `${cache}/${name.replace(/\W+/g, '-')}.json`
  rmSync(report, { force: true })
  const passed = run(node, [
    vitest,
    'run',
    ...args,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ])
  if (!existsSync(report)) {
    process.stdout.write(`FAILED: ${name} gave no report\n`)
    totals.failed += 1
    return
  }
  const counts = JSON.parse(readFileSync(report, 'utf8'))
  totals.passed += counts.numPassedTests
  totals.failed += counts.numFailedTests
  totals.skipped += counts.numPendingTests + counts.numTodoTests
  // A file that cannot be loaded has no tests to count, and is a failure all the same.
  if (!passed && counts.numFailedTests === 0) totals.failed += 1
}

// On a fresh clone `npm test` is the first command.
if (!existsSync(vitest) && !run('npm', ['ci', '--no-audit', '--no-fund'])) process.exit(1)
mkdirSync(cache, { recursive: true })
const only = process.argv.slice(2)
if (only.length > 0) {
  tests('tests', process.execPath, only)
} else {
  check('types', 'npm', ['run', '--silent', 'types'])
  check('lint', 'npm', ['run', '--silent', 'lint'])
  if (check('build', 'npm', ['run', '--silent', 'build'])) {
    tests(`tests on Node ${process.versions.node}`, process.execPath, [])
    const newer = node24()
    if (newer) tests('fast tests on Node 24', newer, ['--project', 'fast'])
    else {
      process.stdout.write('SKIPPED: the tests on Node 24, since its binary could not be installed from the registry\n')
      totals.skipped += 1
    }
  }
}
process.stdout.write(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped\n`)
process.exitCode = totals.failed > 0 ? 1 : 0
