import { defineConfig } from 'vitest/config'

/** Tests that start processes, other engines or builds (they need `dist`), or that run every scenario many times. */
const slow = [
  'test/process/**/*.test.ts',
  'test/recovery/**/*.test.ts',
  'test/package/**/*.test.ts',
  'test/interop/**/*.test.ts',
  'test/golden/cuts.test.ts',
  'test/golden/kills.test.ts',
  'test/golden/providers.test.ts',
]

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'fast', include: ['test/**/*.test.ts'], exclude: slow, pool: 'threads', testTimeout: 60_000 } },
      {
        test: {
          name: 'slow',
          include: slow,
          pool: 'forks',
          testTimeout: 300_000,
          hookTimeout: 300_000,
          fileParallelism: false,
          // The package as its users load it: taken in by the runner, it would be loaded twice.
          server: { deps: { external: [/\/dist\//] } },
        },
      },
    ],
  },
})
