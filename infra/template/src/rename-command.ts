import { parseArgs } from 'node:util'
import { readAnswers, writeAnswers } from './answers.ts'
import { git, readTree, refuseDirty } from './checkout.ts'
import { readName } from './names.ts'
import { renameTree } from './rename.ts'
import { type Print, settle } from './settle.ts'
import { tell } from './tell.ts'
import { changeBetween } from './tree.ts'

const known = { scope: { type: 'string' }, 'dry-run': { type: 'boolean', default: false } } as const

/** `npm run rename -- NAME --scope @acme`. */
export async function renameCommand(
  args: readonly string[],
  root: string,
  print: Print,
): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: known,
    allowPositionals: true,
  })
  const to = readName(positionals[0], values.scope)
  await refuseDirty(root)
  const before = await readTree(root)
  const answers = readAnswers(before)
  const renamed = renameTree(before, answers, to)
  const after = writeAnswers(
    renamed,
    { ...answers, ...to },
    `rename ${to.name} --scope ${to.scope}`,
  )
  const change = changeBetween(before, after)
  tell(change, print)
  if (values['dry-run']) return print('Nothing was written: --dry-run.')
  await settle(change, { subject: `Rename ${answers.name} to ${to.name}`, root, print })
  print(
    `Next: npm run check, then npm start. The folder may be renamed, too: it is ${await git(root, 'rev-parse', '--show-toplevel')}.`,
  )
}
