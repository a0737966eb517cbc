/**
 * The layers, lowest first: a line may import what stands above it and its own folder, nothing else. The rules are made
 * of this table; a file or folder under lib that is not in it is an error.
 */
const layers = [
  'lib/errors.ts',
  'lib/types',
  'lib/codegen',
  'lib/columnar',
  'lib/formats',
  'lib/expressions',
  'lib/stream',
  'lib/state',
  'lib/files',
  'lib/connector',
  'lib/plan',
  'lib/sql',
  'lib/log',
  'lib/checkpoint',
  'lib/query',
  'lib/session',
  'lib/testing',
]

/** What stands beside the layers: the folders (or files) that each may import. */
const outside = {
  operators: upTo('lib/plan'),
  connectors: ['lib/log', ...upTo('lib/connector')],
  'index.ts': [...layers, 'sessions.ts'],
  'sessions.ts': [...layers, 'operators', 'connectors'],
  examples: ['index.ts', 'connectors', 'operators'],
  benchmarks: ['index.ts', 'connectors', 'operators', ...layers],
}

/** Packages that only one place may import, so that nobody pays for what they do not use. */
const packages = {
  rxjs: 'lib/stream/rx\\.ts$|^lib/testing/',
  xstate: 'lib/query/',
  chokidar: 'connectors/file/',
  fzstd: 'connectors/file/',
  '@hpcc-js/wasm-zstd': 'connectors/file/',
  kafkajs: 'connectors/kafka/',
  msgpackr: 'lib/state/',
  lmdb: 'lib/checkpoint/',
}

function upTo(layer) {
  return layers.slice(0, layers.indexOf(layer) + 1)
}

const place = (name) => (name.endsWith('.ts') ? `^${name.replace('.', '\\.')}$` : `^${name}/`)
const anyOf = (names) => names.map(place).join('|')
const ours = '^(lib|operators|connectors|test|benchmarks|examples|index\\.ts|sessions\\.ts)'

const mayImport = [...layers.map((layer) => [layer, upTo(layer)]), ...Object.entries(outside)]

module.exports = {
  forbidden: [
    ...mayImport.map(([from, to]) => ({
      name: `${from} imports downwards only`,
      severity: 'error',
      from: { path: place(from) },
      to: { path: ours, pathNot: anyOf([...new Set([from, ...to])]) },
    })),
    {
      name: 'every file of lib is in a layer',
      severity: 'error',
      from: {},
      to: { path: '^lib/', pathNot: anyOf(layers) },
    },
    {
      name: 'every file of lib is in a layer, whether it is used or not',
      severity: 'error',
      from: { path: '^lib/', pathNot: anyOf(layers) },
      to: {},
    },
    {
      name: 'one operator knows no other',
      severity: 'error',
      from: { path: '^operators/([^/]+)\\.ts$', pathNot: '^operators/index\\.ts$' },
      to: { path: '^operators/', pathNot: '^operators/$1\\.ts$' },
    },
    {
      name: 'one connector knows no other',
      severity: 'error',
      from: { path: '^connectors/([^/]+)/' },
      to: { path: '^connectors/', pathNot: '^connectors/$1/' },
    },
    {
      name: 'nothing below lib/files knows node',
      severity: 'error',
      from: { path: anyOf(layers.slice(0, layers.indexOf('lib/files'))) },
      to: { dependencyTypes: ['core'] },
    },
    ...Object.entries(packages).map(([name, where]) => ({
      name: `${name} is imported in one place`,
      severity: 'error',
      from: { path: '^(lib|operators|connectors)/', pathNot: `^(${where})` },
      to: { path: `node_modules/${name}(/|$)` },
    })),
    {
      name: 'no cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
}
