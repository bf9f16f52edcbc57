import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { promisify } from 'node:util'

/** What a load sends, over and over. */
export type Request = { readonly url: string; readonly body: string }

const program = createRequire(import.meta.url).resolve('autocannon')
const connections = '20'

/** Lets autocannon post as fast as it is answered, from a process of its own; returns how many were answered. */
export async function postFor({ url, body }: Request, seconds: number): Promise<number> {
  const what = ['-m', 'POST', '-H', 'content-type=application/json', '-b', body]
  const args = [program, '--json', '-c', connections, '-d', String(seconds), ...what, url]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  const result = JSON.parse(stdout) as Record<'2xx' | 'non2xx' | 'errors', number>
  if (result.non2xx + result.errors > 0) throw new Error(`${url} refused requests of the bench`)
  return result['2xx']
}
