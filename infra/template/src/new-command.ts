import { readService } from './arguments.ts'
import { commitChange } from './commit-change.ts'
import { readServices } from './service/manifest.ts'
import { findPattern, newService } from './service/new-service.ts'
import type { Print } from './settle.ts'

/** `npm run new -- service NAME`. */
export async function newCommand(
  args: readonly string[],
  root: string,
  print: Print,
): Promise<void> {
  const { name, isDryRun } = readService(args, { command: 'new', asks: 'Say what is to be new' })
  await commitChange({ root, print, isDryRun }, (before) => {
    const after = newService(before, name)
    const pattern = findPattern(readServices(before))
    const own = readServices(after).find((one) => one.name === name)
    const publishing = own?.publishes.map((topic) => `, publishes on ${topic}`).join('')
    return {
      after,
      subject: `New service ${name}, a copy of ${pattern.name}`,
      next: `Next: npm run check, then npm start: ${name} consumes ${own?.consumes.join(', ')}${publishing} and answers on port ${own?.port}.
What it does is in services/${name}/src/domain, and yours to change.
To take it out: npm run remove -- service ${name}`,
    }
  })
}
