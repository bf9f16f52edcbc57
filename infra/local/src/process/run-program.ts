import { type ExecFileOptions, execFile } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'

const [attempts, pauseMs] = [500, 10]

/**
 * Runs a program to its end and returns what it printed.
 *
 * errors:  those of execFile, also the ones that it throws before there is a promise, such as for a path through a file
 * repeats: for some seconds while the file is busy: a child that was started while it was still being written holds it open
 */
export async function runProgram(
  path: string,
  args: readonly string[],
  options: ExecFileOptions & { readonly encoding?: BufferEncoding } = {},
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  for (let left = attempts; ; left -= 1)
    try {
      return await promisify(execFile)(path, args, { encoding: 'utf8', ...options })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ETXTBSY' || left === 0) throw error
      await delay(pauseMs)
    }
}
