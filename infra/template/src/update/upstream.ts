import { git } from '../checkout.ts'
import { Refusal } from '../refusal.ts'

/** What is merged: the upstream commit that the checkout is made of, and the one that it is to be made of. */
export type Span = { readonly base: string; readonly theirs: string }

type Asked = {
  readonly upstream: string
  /** The ref that is wanted. */
  readonly from: string
  /** What `.template.json` remembers. */
  readonly commit: string | undefined
}

/** Fetches upstream, and finds the commit of it that the checkout is made of. */
export async function fetchUpstream(root: string, asked: Asked): Promise<Span> {
  const { upstream, from, commit = 'HEAD' } = asked
  await git(root, 'fetch', '--quiet', '--no-tags', upstream, from).catch((cause) => {
    throw new Refusal(`${upstream} cannot be fetched:\n${cause.stderr?.trim() || cause}`)
  })
  const theirs = await git(root, 'rev-parse', 'FETCH_HEAD^{commit}')
  const base = (await sharedCommit(root, commit, theirs)) ?? (await sameTree(root, commit, theirs))
  if (base) return { base, theirs }
  throw new Refusal(
    `Which commit of ${upstream} this project was made of cannot be found: write it into .template.json as "commit", and commit that.`,
  )
}

function sharedCommit(root: string, commit: string, theirs: string): Promise<string | undefined> {
  return git(root, 'merge-base', commit, theirs).catch(() => undefined)
}

/** A repository made by "Use this template" begins with an upstream tree in a commit of its own. */
async function sameTree(root: string, commit: string, theirs: string): Promise<string | undefined> {
  const trees = async (from: string) => {
    const lines = await git(root, 'log', '--format=%T %H', from).catch(() => '')
    return lines.split('\n').map((line) => line.split(' '))
  }
  const upstream = new Map((await trees(theirs)).map(([tree, id]) => [tree, id]))
  const ours = await trees(commit)
  const [known] = ours.find(([tree]) => upstream.has(tree)) ?? []
  return upstream.get(known)
}
