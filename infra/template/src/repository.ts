import { git } from './checkout.ts'

const onGithub =
  /^(?:[a-z+]+:\/\/)?(?:[^@/]*@)?github\.com(?::\d+\/|[:/])(?<repository>[\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/i

/** `OWNER/NAME` of an address on GitHub. */
export function repositoryAt(address: string): string | undefined {
  return onGithub.exec(address)?.groups?.repository
}

/** Where this checkout is pushed to, if that is on GitHub. */
export async function repositoryOfOrigin(root: string): Promise<string | undefined> {
  const address = await git(root, 'remote', 'get-url', 'origin').catch(() => '')
  return repositoryAt(address)
}

/** A clone of the template is pushed there until it has a repository of its own. */
export function isUpstream(repository: string, upstream: string): boolean {
  return upstream === 'origin' || repositoryAt(upstream)?.toLowerCase() === repository.toLowerCase()
}
