import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const filesIn = (folder: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|cjs|js)$/.test(name))
    .map((name) => join(folder, name))
const sources = filesIn('src')
const textOf = (file: string) => readFileSync(join(root, file), 'utf8')
/** The code without its comments: a comment may name what the code must not do. */
const codeOf = (file: string) =>
  textOf(file)
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '')

/** The rooms of the design, and the places each may import from beside itself. */
const arrows: Record<string, readonly string[]> = {
  domain: [],
  ports: ['domain'],
  storage: ['ports', 'domain'],
  probing: ['ports', 'domain'],
  paging: ['ports', 'domain'],
  documents: ['ports', 'domain'],
  actions: ['documents', 'ports', 'domain'],
  scheduling: ['actions', 'probing', 'paging', 'ports', 'domain'],
  web: ['actions', 'documents', 'ports', 'domain'],
  // The command line builds the stores it works on, as the root does.
  cli: ['actions', 'documents', 'ports', 'domain', 'config', 'storage', 'root'],
  config: ['domain'],
}
/** The composition root: what builds the parts and says why they could not be built. */
const roots = ['src/main.ts', 'src/service.ts', 'src/channels.ts', 'src/watch-view.ts', 'src/start-failure.ts']
/** What reads the environment that it is handed. */
const configs = ['src/config.ts', 'src/channel-config.ts', 'src/setting.ts']

function roomOf(file: string): string {
  if (file === 'src/storage/ports.ts' || file === 'src/storage/page-port.ts') return 'ports'
  if (configs.includes(file)) return 'config'
  return roots.includes(file) ? 'root' : (file.split('/')[1] ?? '')
}

function importsOf(file: string): string[] {
  const statements = codeOf(file).matchAll(/(?:\bfrom\s+|\bimport\s*\(\s*|^\s*import\s+)['"]([^'"]+)['"]/gm)
  return [...statements].map(([, name]) => name ?? '')
}

const arrowsOf = (file: string) =>
  importsOf(file)
    .filter((name) => name.startsWith('.'))
    .map((name) => normalize(join(dirname(file), name)))
const filesWith = (pattern: RegExp) => sources.filter((file) => pattern.test(codeOf(file)))

describe('imports', () => {
  test('go one way: no room reaches for one that the design does not allow it', () => {
    const wrong = sources
      .filter((file) => roomOf(file) !== 'root')
      .flatMap((file) => arrowsOf(file).map((target) => ({ file, target })))
      .filter(({ file, target }) => roomOf(file) !== roomOf(target) && !arrows[roomOf(file)]?.includes(roomOf(target)))
    expect(wrong.map(({ file, target }) => `${file} → ${target}`)).toEqual([])
  })

  test('every file stands in a room that the design knows', () => {
    expect(sources.filter((file) => roomOf(file) !== 'root' && !(roomOf(file) in arrows))).toEqual([])
  })

  test('the check sees them: it reads dynamic and side-effect imports, and finds the known ones', () => {
    expect(arrowsOf('src/actions/incident/respond.ts')).toContain('src/domain/authority.ts')
    expect(sources.flatMap(importsOf).length).toBeGreaterThan(300)
  })

  test('end in .ts when they stay in the house', () => {
    const inside = sources.flatMap((file) => importsOf(file).filter((name) => name.startsWith('.')))
    expect(inside.filter((name) => !/\.(ts|json)$/.test(name))).toEqual([])
  })

  test('the domain knows luxon, zod/mini and libphonenumber-js, and nothing of the machine', () => {
    const outside = sources
      .filter((file) => roomOf(file) === 'domain' || roomOf(file) === 'ports')
      .flatMap((file) => importsOf(file).filter((name) => !name.startsWith('.')))
    expect(outside.filter((name) => !/^(luxon|zod\/mini|libphonenumber-js(\/.*)?)$/.test(name))).toEqual([])
  })
})

describe('one door each', () => {
  test('only the root and the command line ask what time it is', () => {
    const asking = filesWith(
      /\bDate\.now\(|\bnew Date\(\s*\)|\bperformance\.now\(|\bDateTime\.(now|local|utc)\(\s*\)|\bprocess\.hrtime\b/,
    )
    expect(asking.filter((file) => roomOf(file) !== 'root' && roomOf(file) !== 'cli')).toEqual([])
  })

  test('only config reads the environment; the root and the command line hand it over', () => {
    expect(filesWith(/\bprocess\.env\b/).filter((file) => file !== 'src/main.ts' && roomOf(file) !== 'cli')).toEqual([])
    expect(filesWith(/\bprocess\.env(\.|\[)/)).toEqual([])
  })

  test.each([
    ['node:sqlite', 'src/storage/log/sqlite.ts'],
    ['node-schedule', 'src/scheduling/ticker.ts'],
  ])('only one file imports %s', (name, only) => {
    expect(sources.filter((file) => importsOf(file).includes(name))).toEqual([only])
  })
})

test('no file of src and test is longer than 300 lines', () => {
  const long = [...sources, ...filesIn('test')].filter((file) => textOf(file).trimEnd().split('\n').length > 300)
  expect(long).toEqual([])
})
