import { isTest } from '../tree/file-kinds.ts'

export type SourceFile = { readonly path: string; readonly text: string }

type Rule = {
  readonly says: string
  readonly where: (path: string) => boolean
  /** What must not be there, or a judgement of the whole text. */
  readonly bad: RegExp | ((text: string) => boolean)
}

const everywhere = () => true
const inService = (path: string) => path.startsWith('services/') && !isTest(path)
const isMain = (path: string) => /^services\/[^/]+\/src\/main[.]ts$/.test(path)

const rules: readonly Rule[] = [
  {
    says: 'rule 1: name the file after what it holds, not utils, helpers, common, misc, base, impl',
    where: (path) => /(^|[/-])(utils?|helpers?|common|misc|base|impl)[.][a-z.]+$/.test(path),
    bad: everywhere,
  },
  {
    says: 'rule 4: no I prefix and no Impl suffix',
    where: everywhere,
    bad: /^(export )?(interface|type|class) (I[A-Z][a-z]\w*|\w+Impl)\b/m,
  },
  {
    says: 'rule 6: index.ts names its exports one by one and contains nothing else',
    where: (path) => /^(libs|infra)\/[^/]+\/src\/index[.]ts$/.test(path),
    bad: (text) => withoutComments(text).replaceAll(named, '').trim() !== '',
  },
  {
    says: 'rule 9: only main.ts listens to signals and exits',
    where: (path) => inService(path) && !isMain(path),
    bad: /\bprocess[.](exit\(|exitCode =|on\()/,
  },
  {
    says: 'rule 9: main.ts has 30 lines at most',
    where: isMain,
    bad: (text) => text.trimEnd().split('\n').length > 30,
  },
  {
    says: 'rule 10: what is spread stands in the literal itself: `...{ a, b }` and `...[a, b]` save lines and hide them',
    where: everywhere,
    bad: /[.]{3}(?:\{|\[[^[\]]*\]\s*(?:[,\]]|\)(?! =>)))/,
  },
  {
    says: 'rule 10: a rest tuple is a fourth parameter; one that is needed says why beside a biome-ignore',
    where: (path) => !isTest(path),
    bad: /[.]{3}(?:\[[^()]*\]|\w+): (?:readonly )?\[|\([.]{3}\[[^()]*\]\) =>/,
  },
  {
    says: 'rule 16: TODO(#123) with an issue, or not at all',
    where: everywhere,
    bad: /\b(TODO|FIXME|XXX)\b(?!\(#(\d+)\))/,
  },
  { says: 'rule 16: no emoji', where: (path) => !isTest(path), bad: /\p{Emoji_Presentation}/u },
  {
    says: 'rule 23: a test says what happens, without "should"',
    where: (path) => path.endsWith('.test.ts'),
    bad: /\b(test|describe)(?:[.]each\([^\n]*\))?\(\s*['"`][^'"`\n]*\bshould\b/,
  },
]

const named = /^export (type )?\{[^}]*\} from '[^']+'$/gm

/** What the short rules say about one file, each with the line it is broken on. */
export function lineFaults({ path, text }: SourceFile): string[] {
  // The rules themselves have to name what they forbid.
  if (path.startsWith('infra/checks/')) return []
  return rules
    .filter(({ where }) => where(path))
    .flatMap(({ says, bad }) => {
      const line = typeof bad === 'function' ? judge(bad, text) : lineOf(bad, text)
      return line === undefined ? [] : [`${path}:${line}: ${says}.`]
    })
}

function judge(bad: (text: string) => boolean, text: string): number | undefined {
  return bad(text) ? 1 : undefined
}

function lineOf(bad: RegExp, text: string): number | undefined {
  const at = text.search(bad)
  return at === -1 ? undefined : text.slice(0, at).split('\n').length
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
}
