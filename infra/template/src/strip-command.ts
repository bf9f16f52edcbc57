import { parseArgs } from 'node:util'
import { readAnswers, writeAnswers } from './answers.ts'
import { readTree, refuseDirty } from './checkout.ts'
import { Refusal } from './refusal.ts'
import { type Print, settle } from './settle.ts'
import { stripProof } from './strip-proof.ts'
import { tell } from './tell.ts'
import { changeBetween } from './tree.ts'

const known = { 'dry-run': { type: 'boolean', default: false } } as const

/** `npm run strip -- proof`. */
export async function stripCommand(
  args: readonly string[],
  root: string,
  print: Print,
): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: known,
    allowPositionals: true,
  })
  if (positionals.join() !== 'proof') throw new Refusal('Say what is to go: npm run strip -- proof')
  await refuseDirty(root)
  const before = await readTree(root)
  const after = writeAnswers(stripProof(before), readAnswers(before), 'strip proof')
  const change = changeBetween(before, after)
  tell(change, print)
  if (values['dry-run']) return print('Nothing was written: --dry-run.')
  await settle(change, { subject: 'Strip what proves and measures', root, print })
  print('Next: npm run check, then npm test.')
}
