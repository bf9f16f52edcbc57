import type { Changes } from './skeleton.ts'

type BadFile = {
  readonly check: string
  readonly mistake: string
  readonly changes: Changes
  /** What the check says about it. */
  readonly says: string
}

const longFunction = (name: string, lines: number) =>
  [
    `export function ${name}(): number {`,
    '  let sum = 0',
    '  sum += 1\n'.repeat(lines),
    '  return sum',
    '}',
    '',
  ].join('\n')

const manifest = (name: string, rest: object) => `${JSON.stringify({ name, ...rest })}\n`

const builtIndex = { types: './dist/index.d.ts', default: './dist/index.js' }

/** One bad file for each thing that each check looks for; laws have a table of their own. */
export const badFiles: readonly BadFile[] = [
  {
    check: 'format',
    mistake: 'another layout',
    changes: { 'libs/errors/src/bad.ts': 'export const   bad = "double"\n' },
    says: 'libs/errors/src/bad.ts format',
  },
  {
    check: 'lint',
    mistake: 'a rule broken',
    changes: { 'libs/errors/src/bad.ts': 'export const bad = process.env.HOME\n' },
    says: 'lint/style/noProcessEnv',
  },
  {
    check: 'lint',
    mistake: 'a warning only',
    changes: { 'libs/errors/src/bad.ts': 'const unused = 1\n\nexport const bad = 2\n' },
    says: 'lint/correctness/noUnusedVariables',
  },
  {
    check: 'types',
    mistake: 'a wrong type',
    changes: { 'libs/errors/src/bad.ts': "export const bad: number = 'text'\n" },
    says: 'libs/errors/src/bad.ts(1,14): error TS2322',
  },
  {
    check: 'types',
    mistake: 'a wrong type in a test',
    changes: { 'services/order/test/bad.test.ts': "export const bad: number = 'text'\n" },
    says: 'services/order/test/bad.test.ts(1,14): error TS2322',
  },
  {
    check: 'build',
    mistake: 'a file of another package in the program',
    changes: { 'libs/http/src/bad.ts': "export { Fault } from '../../errors/src/fault.ts'\n" },
    says: 'libs/http/src/bad.ts(1,23): error TS2878',
  },
  {
    check: 'manifests',
    mistake: 'an import that is not declared',
    changes: { 'libs/errors/src/bad.ts': "import 'zod'\n" },
    says: 'libs/errors/package.json: imports zod without a dependency on it.',
  },
  {
    check: 'manifests',
    mistake: 'production code on a development dependency',
    changes: {
      'libs/kafka/package.json': manifest('@tailspan/kafka', {
        devDependencies: { kafkajs: 'catalog:' },
      }),
    },
    says: 'libs/kafka/package.json: imports kafkajs without a dependency on it.',
  },
  {
    check: 'manifests',
    mistake: 'a test that imports what is not declared',
    changes: { 'libs/errors/src/bad.test.ts': "import 'zod'\n" },
    says: 'libs/errors/package.json: a test imports zod undeclared.',
  },
  {
    check: 'manifests',
    mistake: 'a dependency that nobody uses',
    changes: { 'libs/kafka/src/client/kafkajs/open-client.ts': 'export const openClient = 1\n' },
    says: 'libs/kafka/package.json: depends on kafkajs and no source names it.',
  },
  {
    check: 'manifests',
    mistake: 'a version outside the catalog',
    changes: {
      'libs/kafka/package.json': manifest('@tailspan/kafka', {
        dependencies: { kafkajs: '2.2.4' },
      }),
    },
    says: 'libs/kafka/package.json: write kafkajs as "catalog:".',
  },
  {
    check: 'manifests',
    mistake: 'an old version of our own',
    changes: {
      'libs/kafka/package.json': manifest('@tailspan/kafka', {
        dependencies: { '@tailspan/errors': '^0.0.1' },
      }),
    },
    says: 'libs/kafka/package.json: write @tailspan/errors as "workspace:*" or "^0.1.0".',
  },
  {
    check: 'manifests',
    mistake: 'a dependency without its reference',
    changes: { 'libs/http/tsconfig.json': '{ "references": [{ "path": "../errors" }] }' },
    says: 'libs/http/tsconfig.json: add a reference to libs/scope.',
  },
  {
    check: 'manifests',
    mistake: 'a reference without its dependency',
    changes: { 'libs/kafka/tsconfig.json': '{ "references": [{ "path": "../errors" }] }' },
    says: 'libs/kafka/tsconfig.json: references libs/errors, which package.json does not depend on.',
  },
  {
    check: 'manifests',
    mistake: 'a reference to nothing',
    changes: { 'libs/kafka/tsconfig.json': '{ "references": [{}] }' },
    says: 'libs/kafka/tsconfig.json: references libs/kafka, which package.json does not depend on.',
  },
  {
    check: 'manifests',
    mistake: 'a version in the catalog for nobody',
    changes: { 'pnpm-workspace.yaml': 'catalog:\n  left-pad: 1.0.0\n' },
    says: "pnpm-workspace.yaml: nobody uses the catalog's left-pad.",
  },
  {
    check: 'manifests',
    mistake: 'a version for proof alone in the main catalog',
    changes: {
      'pnpm-workspace.yaml': 'catalog:\n  autocannon: 9.0.0\n',
      'proof/peers/package.json': manifest('@tailspan/peers', {
        dependencies: { autocannon: 'catalog:' },
      }),
    },
    says: 'pnpm-workspace.yaml: only proof/ uses autocannon: it belongs to its catalog.',
  },
  {
    check: 'manifests',
    mistake: "a version of proof's catalog that is taken from the main one",
    changes: {
      'pnpm-workspace.yaml': 'catalogs:\n  proof:\n    autocannon: 9.0.0\n',
      'proof/peers/package.json': manifest('@tailspan/peers', {
        dependencies: { autocannon: 'catalog:' },
      }),
    },
    says: 'proof/peers/package.json: write autocannon as "catalog:proof".',
  },
  {
    check: 'manifests',
    mistake: 'an export that is not there',
    changes: {
      'libs/errors/package.json': manifest('@tailspan/errors', {
        exports: { '.': { '@tailspan/source': './src/nowhere.ts', ...builtIndex } },
      }),
    },
    says: 'libs/errors/package.json: exports ./src/nowhere.ts, which does not exist.',
  },
  {
    check: 'manifests',
    mistake: 'an export that is built to another place',
    changes: {
      'libs/errors/package.json': manifest('@tailspan/errors', {
        exports: { '.': { '@tailspan/source': './src/fault.ts', ...builtIndex } },
      }),
    },
    says: 'libs/errors/package.json: ./src/fault.ts is built to ./dist/fault.js, with ./dist/fault.d.ts.',
  },
  {
    check: 'manifests',
    mistake: 'an export that only images can read',
    changes: {
      'libs/errors/package.json': manifest('@tailspan/errors', { exports: './dist/index.js' }),
    },
    says: 'libs/errors/package.json: export "." as @tailspan/source, types and default.',
  },
  {
    check: 'sizes',
    mistake: 'a file over 250 lines',
    changes: { 'libs/errors/src/bad.ts': `export const bad = [\n${'  1,\n'.repeat(249)}]\n` },
    says: 'libs/errors/src/bad.ts: 251 lines, at most 250.',
  },
  {
    check: 'sizes',
    mistake: 'a function over 50 lines',
    changes: { 'libs/errors/src/bad.ts': longFunction('bad', 47) },
    says: 'libs/errors/src/bad.ts:1: bad has 52 lines, at most 50.',
  },
  {
    check: 'sizes',
    mistake: 'files that are mostly long',
    changes: Object.fromEntries(
      ['a', 'b', 'c'].map((name) => [
        `libs/errors/src/${name}.ts`,
        `export const ${name} = [\n${'  1,\n'.repeat(60)}]\n`,
      ]),
    ),
    says: 'libs/errors: file median is 62 lines, at most 60.',
  },
  {
    check: 'sizes',
    mistake: 'functions that are mostly long',
    changes: { 'libs/errors/src/bad.ts': longFunction('bad', 5) },
    says: 'libs/errors: function median is 10 lines, at most 8.',
  },
  {
    check: 'sizes',
    mistake: 'one long file in ten too many',
    changes: { 'libs/errors/src/bad.ts': `export const bad = [\n${'  1,\n'.repeat(149)}]\n` },
    says: 'libs/errors: file p90 is 151 lines, at most 150.',
  },
  {
    check: 'sizes',
    mistake: 'one long function in ten too many',
    changes: {
      'libs/errors/src/bad.ts': `${longFunction('bad', 21)}export const one = () => 1\n`,
    },
    says: 'libs/errors: function p90 is 26 lines, at most 25.',
  },
  {
    check: 'style',
    mistake: 'a file named after nothing',
    changes: { 'libs/errors/src/string-utils.ts': 'export const bad = 1\n' },
    says: 'libs/errors/src/string-utils.ts:1: rule 1',
  },
  {
    check: 'style',
    mistake: 'an I prefix',
    changes: { 'libs/errors/src/bad.ts': '\nexport interface IClock {}\n' },
    says: 'libs/errors/src/bad.ts:2: rule 4',
  },
  {
    check: 'style',
    mistake: 'an Impl suffix',
    changes: { 'libs/errors/src/bad.ts': 'export class ClockImpl {}\n' },
    says: 'libs/errors/src/bad.ts:1: rule 4',
  },
  {
    check: 'style',
    mistake: 'code in a front door',
    changes: { 'libs/errors/src/index.ts': "export * from './fault.ts'\n" },
    says: 'libs/errors/src/index.ts:1: rule 6',
  },
  {
    check: 'style',
    mistake: 'an exit outside main.ts',
    changes: { 'services/order/src/wire.ts': '\n\nprocess.exit(1)\n' },
    says: 'services/order/src/wire.ts:3: rule 9: only main.ts',
  },
  {
    check: 'style',
    mistake: 'a long main.ts',
    changes: { 'services/order/src/main.ts': 'await 0\n'.repeat(31) },
    says: 'services/order/src/main.ts:1: rule 9: main.ts has 30 lines at most',
  },
  {
    check: 'style',
    mistake: 'an export of a library without a sentence',
    changes: { 'libs/errors/src/fault.ts': 'export class Fault extends Error {}\n' },
    says: 'libs/errors/src/fault.ts: rule 14: Fault is exported without a sentence about it.',
  },
  {
    check: 'style',
    mistake: 'properties that are packed to save lines',
    changes: {
      'libs/errors/src/bad.ts': 'const a = 1\n\nexport const bad = { ...{ a, b: 2 }, c: 3 }\n',
    },
    says: 'libs/errors/src/bad.ts:3: rule 10',
  },
  {
    check: 'style',
    mistake: 'elements that are packed to save lines',
    changes: { 'libs/errors/src/bad.test.ts': 'export const bad = [...[1, 2], 3]\n' },
    says: 'libs/errors/src/bad.test.ts:1: rule 10',
  },
  {
    check: 'style',
    mistake: 'a rest tuple in the place of a fourth parameter',
    changes: {
      'libs/errors/src/bad.ts':
        'export const bad = (a: number, b: number, ...[c, d]: [number, number]) => a + b + c + d\n',
    },
    says: 'libs/errors/src/bad.ts:1: rule 10',
  },
  {
    check: 'style',
    mistake: 'a wish without an issue',
    changes: { 'libs/errors/src/bad.ts': '// TODO: later\nexport const bad = 1\n' },
    says: 'libs/errors/src/bad.ts:1: rule 16: TODO',
  },
  {
    check: 'style',
    mistake: 'an emoji',
    changes: { 'libs/errors/src/bad.ts': '// Done \u{1f389}\nexport const bad = 1\n' },
    says: 'libs/errors/src/bad.ts:1: rule 16: no emoji',
  },
  {
    check: 'style',
    mistake: 'a test that wishes',
    changes: { 'libs/errors/src/bad.test.ts': "test('it should work', () => {})\n" },
    says: 'libs/errors/src/bad.test.ts:1: rule 23',
  },
  {
    check: 'words',
    mistake: 'a riddle in a comment',
    changes: { 'libs/errors/src/bad.ts': '// A consumer hears it.\nexport const bad = 1\n' },
    says: 'libs/errors/src/bad.ts:1: "hears": say consumes',
  },
  {
    check: 'words',
    mistake: 'a riddle in a name',
    changes: { 'libs/errors/src/bad.ts': 'export const drainForEver = 1\n' },
    says: 'libs/errors/src/bad.ts:1: "For Ever": say until stopped',
  },
  {
    check: 'words',
    mistake: 'a riddle in a compound name',
    changes: { 'libs/errors/src/bad.ts': 'export const letterGivenUpAtMs = 1\n' },
    says: 'libs/errors/src/bad.ts:1: "Given Up": say dead-lettered',
  },
  {
    check: 'words',
    mistake: 'a riddle as a verb',
    changes: { 'libs/errors/src/bad.ts': '// The group that gave it up.\nexport const bad = 1\n' },
    says: 'libs/errors/src/bad.ts:1: "gave it up": say dead-letters',
  },
  {
    check: 'words',
    mistake: 'a riddle in a path',
    changes: { 'libs/errors/src/given-up/find.ts': 'export const found = 1\n' },
    says: 'libs/errors/src/given-up/find.ts: "given up": say dead-lettered',
  },
  {
    check: 'words',
    mistake: 'a riddle on a page',
    changes: { 'docs/prices.md': '# Prices\n\n## What `tea` costs\n\nWhat was given up.\n' },
    says: 'docs/prices.md:5: "given up": say dead-lettered',
  },
  {
    check: 'readmes',
    mistake: 'no README',
    changes: { 'libs/errors/README.md': null },
    says: 'libs/errors/README.md: is missing',
  },
  {
    check: 'readmes',
    mistake: 'another first line',
    changes: { 'libs/errors/README.md': '# errors\n\nOne error type.\n' },
    says: 'libs/errors/README.md: line one is not the description of package.json',
  },
  {
    check: 'readmes',
    mistake: 'no description',
    changes: { 'libs/errors/package.json': manifest('@tailspan/errors', {}) },
    says: 'libs/errors/package.json: has no description.',
  },
  {
    check: 'readmes',
    mistake: 'two sentences',
    changes: {
      'libs/errors/README.md': 'Errors. Kinds too.\n',
      'libs/errors/package.json': manifest('@tailspan/errors', {
        description: 'Errors. Kinds too.',
      }),
    },
    says: 'libs/errors: "Errors. Kinds too." is not one sentence.',
  },
  {
    check: 'readmes',
    mistake: 'an "and"',
    changes: {
      'libs/errors/README.md': 'Errors and dates.\n',
      'libs/errors/package.json': manifest('@tailspan/errors', {
        description: 'Errors and dates.',
      }),
    },
    says: 'libs/errors: "Errors and dates." has an "and": split it?',
  },
  {
    check: 'links',
    mistake: 'a link to no file',
    changes: { 'docs/bad.md': '# Bad\n\nSee [this](nowhere.md).\n' },
    says: 'docs/bad.md:3: the link to nowhere.md leads to no file.',
  },
  {
    check: 'links',
    mistake: 'a link to no heading',
    changes: { 'docs/bad.md': '# Bad\n\nSee [this](prices.md#what-coffee-costs).\n' },
    says: 'docs/bad.md:3: the link to prices.md#what-coffee-costs leads to no heading.',
  },
  {
    check: 'links',
    mistake: 'a reference to no file',
    changes: { 'docs/bad.md': '# Bad\n\nSee [this][there].\n\n[there]: ./nowhere.ts\n' },
    says: 'docs/bad.md:5: the link to ./nowhere.ts leads to no file.',
  },
  {
    check: 'dependencies',
    mistake: 'a package without a row',
    changes: {
      'libs/errors/package.json': manifest('@tailspan/errors', {
        dependencies: { zod: 'catalog:' },
      }),
    },
    says: 'docs/dependencies.md: zod has no row.',
  },
  {
    check: 'dependencies',
    mistake: 'a row without a package',
    changes: {
      'libs/kafka/package.json': manifest('@tailspan/kafka', {}),
      'infra/testkit/package.json': manifest('@tailspan/testkit', {}),
    },
    says: 'docs/dependencies.md: nobody depends on kafkajs any more.',
  },
  {
    check: 'dependencies',
    mistake: 'a row without a reason',
    changes: { 'docs/dependencies.md': '| package | why |\n|---|---|\n| `koa` | |\n' },
    says: 'docs/dependencies.md: koa has no reason.',
  },
]
