import { readService } from './arguments.ts'
import { commitChange } from './commit-change.ts'
import { removeService } from './service/remove-service.ts'
import type { Print } from './settle.ts'

/** `npm run remove -- service NAME`. */
export async function removeCommand(
  args: readonly string[],
  root: string,
  print: Print,
): Promise<void> {
  const { name, isDryRun } = readService(args, { command: 'remove', asks: 'Say what is to go' })
  await commitChange({ root, print, isDryRun }, (before) => ({
    after: removeService(before, name),
    subject: `Remove the service ${name}`,
    next: 'Next: npm run check. Where the system has run, npm run reset deletes its tables and topics.',
  }))
}
