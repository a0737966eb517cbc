/**
 * Rules about the project's files, each as a function that gives what breaks it; where one line of a linter's setting can
 * say a rule (imports, names of files, default exports), it stands there instead.
 */

/** Text by path from the project's root. */
export type Sources = ReadonlyMap<string, string>

const isCode = (path: string): boolean => /^(lib|operators|connectors)\/.*\.ts$/.test(path)

function paths(sources: Sources, pattern: RegExp): string[] {
  return [...sources.keys()].filter((path) => pattern.test(path))
}

/** `isNotNull` and `IS_NOT_NULL` as `is-not-null`. */
function kebab(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .replaceAll('_', '-')
    .toLowerCase()
}

function exportsOf(text: string): string[] {
  const declared = [...text.matchAll(/^export (?:async |abstract )*(?:const|function\*?|class|interface|type) (\w+)/gm)]
  const listed = [...text.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].flatMap(([, list]) =>
    (list as string).split(','),
  )
  return [
    ...declared.map(([, name]) => name as string),
    ...listed.map((one) => one.replace(/^.* as |\btype /g, '').trim()).filter((one) => one !== ''),
  ]
}

/** Does the barrel give a file's names to programs? Some operators are only what frames and SQL are planned to. */
function isExported(file: string, barrel: string): boolean {
  const imported = new RegExp(`import \\{([^}]+)\\} from '\\./${file.replace('.', '\\.')}'`).exec(barrel)?.[1] ?? ''
  const exported: readonly string[] = /^export \{([^}]+)\}/m.exec(barrel)?.[1]?.match(/\w+/g) ?? []
  return (imported.match(/\w+/g) ?? []).some(
    (name) => exported.includes(name) || new RegExp(`^export const \\w+ = ${name}\\(`, 'm').test(barrel),
  )
}

/** Every operator has its line in the barrel, its test, its line in the docs, and says what it keeps and shows its use. */
export function operatorGaps(sources: Sources): string[] {
  const barrel = sources.get('operators/index.ts') ?? ''
  const docs = sources.get('docs/operators.md') ?? ''
  return paths(sources, /^operators\/(?!index\.)[^/]+\.ts$/).flatMap((path) => {
    const file = path.slice('operators/'.length)
    const text = sources.get(path) as string
    return [
      ...(barrel.includes(`from './${file}'`) ? [] : [`${path}: no line in operators/index.ts`]),
      ...(sources.has(`test/operators/${file.replace('.ts', '.test.ts')}`) ? [] : [`${path}: no test`]),
      ...(docs.includes(`operators/${file})`) || !isExported(file, barrel)
        ? []
        : [`${path}: no line in docs/operators.md (npm run docs)`]),
      ...(/^\/\*\*[\s\S]*?State: [\s\S]*?@example/.test(text) ? [] : [`${path}: its comment lacks State: or @example`]),
    ]
  })
}

/**
 * Every function has its line in the barrel and in the docs, a file named for it, and stands in a test or a recorded case.
 *
 * @param definitions names and aliases of each definition
 */
export function functionGaps(sources: Sources, definitions: readonly (readonly string[])[]): string[] {
  const barrel = sources.get('lib/expressions/functions/index.ts') ?? ''
  const docs = sources.get('docs/functions.md') ?? ''
  const folder = 'lib/expressions/functions/'
  const files = paths(sources, /^lib\/expressions\/functions\/(?!index\.|per-call\.)[^/]+\.ts$/)
  const fileGaps = files.flatMap((path) => {
    const text = sources.get(path) as string
    const file = path.slice(folder.length)
    const letters = file.replace(/-|\.ts$/g, '')
    const named = exportsOf(text).some((name) => kebab(name).replace(/-/g, '').startsWith(letters))
    return [
      ...(barrel.includes(`from './${file}'`) ? [] : [`${path}: no line in the functions' index.ts`]),
      ...(named ? [] : [`${path}: exports nothing of its name`]),
    ]
  })
  const tests = paths(sources, /^test\/.*\.(ts|json)$/)
    .map((path) => sources.get(path) as string)
    .join('\n')
    .toLowerCase()
  const nameGaps = definitions.flatMap((names) => [
    ...(docs.includes(`\n| \`${names[0]?.replaceAll('|', '\\|')}\` |`)
      ? []
      : [`${names[0]}: no line in docs/functions.md (npm run docs)`]),
    ...(names.some((name) => occurs(tests, name)) ? [] : [`${names[0]}: in no test and no recorded case`]),
  ])
  return [...fileGaps, ...nameGaps]
}

/** Whether texts call a function, or hold its operator. */
function occurs(texts: string, name: string): boolean {
  if (!/^\w+$/.test(name)) return texts.includes(` ${name} `)
  return texts.includes(`${name}(`) || texts.includes(` ${name} `)
}

/** Every connector has its definition, its README, its line in the barrel and in the docs, and a test that uses it. */
export function connectorGaps(sources: Sources): string[] {
  const barrel = sources.get('connectors/index.ts') ?? ''
  const docs = sources.get('docs/connectors.md') ?? ''
  const tests = paths(sources, /^test\/connectors\/.*\.test\.ts$/).map((path) => sources.get(path) as string)
  const folders = new Set(paths(sources, /^connectors\/[^/]+\//).map((path) => path.split('/')[1] as string))
  return [...folders].flatMap((name) => [
    ...(sources.has(`connectors/${name}/index.ts`) ? [] : [`connectors/${name}: no index.ts`]),
    ...(sources.has(`connectors/${name}/README.md`) ? [] : [`connectors/${name}: no README.md`]),
    ...(barrel.includes(`from './${name}/index.ts'`) ? [] : [`connectors/${name}: no line in connectors/index.ts`]),
    ...(docs.includes(`connectors/${name}/README.md)`) ? [] : [`connectors/${name}: no line in docs/connectors.md`]),
    ...(tests.some((text) => text.includes(`connectors/${name}/`)) ? [] : [`connectors/${name}: no test`]),
  ])
}

/** A file that exports one value is named for it, in part at least: `file-scan.ts` has FileScans. */
export function misnamedFiles(sources: Sources): string[] {
  const stem = (word: string): string => word.slice(0, 3)
  return paths(sources, /^(lib|connectors)\/.*\.ts$/).filter((path) => {
    const name = /([^/]+)\.ts$/.exec(path)?.[1] as string
    const text = sources.get(path) as string
    const values = new Set(
      [...text.matchAll(/^export (?:async |abstract )*(?:const|function\*?|class) (\w+)/gm)].map(
        ([, one]) => one as string,
      ),
    )
    if (name === 'index' || values.size !== 1) return false
    const words = new Set(exportsOf(text).flatMap((one) => kebab(one).split('-').map(stem)))
    return !name.split('-').some((word) => words.has(stem(word)))
  })
}

/** Files longer than the limit that have no reason to be. */
export function longFiles(sources: Sources, limit: number, longer: Readonly<Record<string, string>>): string[] {
  const lines = (path: string): number => (sources.get(path) as string).split('\n').length - 1
  const long = [...sources.keys()].filter((path) => isCode(path) && lines(path) > limit)
  return [
    ...long.filter((path) => !longer[path]).map((path) => `${path}: ${lines(path)} lines`),
    ...Object.keys(longer)
      .filter((path) => !long.includes(path))
      .map((path) => `${path}: listed, but not too long`),
  ]
}

const forbidden: readonly (readonly [string, RegExp, RegExp])[] = [
  ['export * hides what a module gives', /^export \* /m, /\.ts$/],
  [
    'code is compiled in lib/codegen/compile.ts only',
    /\bnew Function\(|\beval\(/,
    /^(?!lib\/codegen\/compile\.ts)(lib|operators|connectors)\/.*\.ts$/,
  ],
  [
    'Buffer is not known below lib/files',
    /\bBuffer\b(?!\.|s)\(|\bBuffer\.\w/,
    /^lib\/(types|codegen|columnar|formats|expressions|stream|state)\//,
  ],
  [
    'a test that is left out says why',
    /\b(?:test|it|describe)\.(?:skip|only|todo)\b|\bcontext\.skip\(\)|\bx(?:it|describe)\(/,
    /^test\/.*\.ts$/,
  ],
  ['a path of one machine', /\/(?:work\/(?:main|shared)|home\/\w+|Users\/\w+|tmp\/bash_jobs)\b|\.\.\/shared\//, /./],
  ['a host of a package registry', /\bregistry\.(?:npmjs|yarnpkg)\b|"resolved": "https?:/, /./],
  ['work that is not done', /\b(?:TODO|FIXME)\b/, /\.(?:ts|mjs|cjs|md)$/],
]

/** Lines that no file may have, and file names that say nothing. */
export function forbiddenLines(sources: Sources): string[] {
  const inTexts = [...sources].flatMap(([path, text]) =>
    forbidden
      .filter(([, , where]) => where.test(path) && !/^test\/structure/.test(path))
      .filter(([, what]) => what.test(text))
      .map(([why, what]) => `${path}: ${why}: ${what.exec(text)?.[0]}`),
  )
  const vague = [...sources.keys()].filter((path) => /(^|\/)(utils?|common|misc|helpers?|manager)(\.|\/)/.test(path))
  return [...inTexts, ...vague.map((path) => `${path}: a name that says nothing`)]
}
