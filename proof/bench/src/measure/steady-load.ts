import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** Posts so often and so long, whatever the answers take. */
export type SteadyLoad = {
  readonly url: string
  readonly body: string
  readonly ratePerSecond: number
  readonly seconds: number
}

const program = fileURLToPath(new URL('./steady-client.ts', import.meta.url))

/** How long each answer took, in milliseconds; the posts come from a process of their own. */
export async function postSteadily(load: SteadyLoad): Promise<readonly number[]> {
  const { url, body, ratePerSecond, seconds } = load
  const args = [program, url, body, String(ratePerSecond), String(seconds)]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  return JSON.parse(stdout)
}
