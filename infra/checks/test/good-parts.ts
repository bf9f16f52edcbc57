/** A package of the good tree: what its manifest, its README and its tsconfig are made of. */
export type Part = {
  readonly folder: string
  readonly sentence: string
  readonly needs: readonly string[]
  readonly testNeeds?: readonly string[]
}

export const goodParts: readonly Part[] = [
  { folder: 'libs/errors', sentence: 'One error type.', needs: [] },
  {
    folder: 'libs/scope',
    sentence: 'What a piece of work carries.',
    needs: ['@opentelemetry/api'],
  },
  {
    folder: 'libs/http',
    sentence: 'A traced Koa server.',
    needs: ['@tailspan/errors', '@tailspan/scope', 'koa'],
  },
  { folder: 'libs/kafka', sentence: 'A traced producer.', needs: ['kafkajs'] },
  {
    folder: 'infra/testkit',
    sentence: 'Starts the real infrastructure for tests.',
    needs: ['@tailspan/local', 'kafkajs'],
  },
  {
    folder: 'services/order',
    sentence: 'Takes orders.',
    needs: ['@tailspan/http', '@tailspan/scope'],
    testNeeds: ['@tailspan/testkit'],
  },
  { folder: 'services/pricing', sentence: 'Quotes prices.', needs: ['@tailspan/http'] },
  { folder: 'infra/local', sentence: 'The same system without containers.', needs: ['pg'] },
  { folder: 'e2e', sentence: 'The running system from outside.', needs: ['@tailspan/testkit'] },
  {
    folder: 'proof/bench',
    sentence: 'Each figure beside its peer.',
    needs: ['@tailspan/http', 'koa'],
  },
]

/** Every package folder of the good tree by the name it is imported by. */
export const packageFolders: Readonly<Record<string, string>> = Object.fromEntries(
  goodParts.map(({ folder }) => [nameOf(folder), folder]),
)

export function nameOf(folder: string): string {
  return `@tailspan/${folder.split('/').at(-1)}`
}
