import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { recordFolder } from '@tailspan/local'

/** Freezes notification: the mail catcher keeps every mail in memory, and soon is what is measured. */
export async function pauseMails(state: string): Promise<AsyncDisposable> {
  const record = await readFile(join(recordFolder(state), 'notification.json'), 'utf8')
  const { pid } = JSON.parse(record) as { pid: number }
  process.kill(pid, 'SIGSTOP')
  return {
    async [Symbol.asyncDispose]() {
      process.kill(pid, 'SIGCONT')
    },
  }
}
