import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const checkout = fileURLToPath(new URL('../../../../..', import.meta.url))
// Somebody's hooks are not for a checkout that lives for some minutes.
const settings = ['-c', 'core.hooksPath=/dev/null', '-c', 'advice.detachedHead=false']

/** Runs git in this checkout, or in another one, and returns what it printed. */
export async function git(args: readonly string[], root = checkout): Promise<string> {
  const { stdout } = await promisify(execFile)('git', ['-C', root, ...settings, ...args])
  return stdout.trim()
}

/** The full name of a commit; a name that git does not know is thrown as one sentence. */
export async function findCommit(name: string, root = checkout): Promise<string> {
  const asked = ['rev-parse', '--verify', '--quiet', `${name}^{commit}`]
  return git(asked, root).catch((cause: Error) => {
    const why = 'code' in cause && cause.code === 'ENOENT' ? 'git is not installed' : unknown(name)
    throw new Error(`--against: ${why}.`, { cause })
  })
}

function unknown(name: string): string {
  return `this checkout has no commit "${name}" (a clone of limited depth has only the newest)`
}
