import { readRows } from '@tailspan/testkit'
import type { Where } from '../ledger/book.ts'

/**
 * Switches a setting of the server on for as long as the work takes; off again also when it fails.
 *
 * What is under way is not touched; every transaction that begins later is.
 */
export async function whileOn(
  where: Pick<Where, 'databaseUrl'>,
  setting: string,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await set(where, setting, 'on')
    await work()
  } finally {
    await set(where, setting, 'off')
  }
}

async function set(
  { databaseUrl }: Pick<Where, 'databaseUrl'>,
  setting: string,
  value: 'on' | 'off',
): Promise<void> {
  await readRows(databaseUrl, `alter system set ${setting} = ${value}`)
  await readRows(databaseUrl, 'select pg_reload_conf()')
}
