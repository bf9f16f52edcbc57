import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '@tailspan/local'

/** A PostgreSQL of one's own, whose settings concern nobody else. */
export type OwnPostgres = AsyncDisposable & {
  readonly pid: number
  /** A superuser's URL, good after a crash, too. */
  readonly adminUrl: string
  /** A folder for what belongs to it; deleted with it. */
  readonly dir: string
  /** Kills it and starts it again. */
  crash(): Promise<void>
}

type Needs = {
  readonly settings?: Readonly<Record<string, string>>
  /** Where its state lies, for who stops what was left behind. */
  readonly state?: string
}

/**
 * Starts a PostgreSQL of one's own.
 *
 * errors: those of @tailspan/local
 */
export async function startOwnPostgres(needs: Needs = {}): Promise<OwnPostgres> {
  await using undo = new AsyncDisposableStack()
  const dir = await mkdtemp(join(tmpdir(), 'tailspan-own-'))
  undo.defer(() => rm(dir, { recursive: true, force: true }))
  // PostgreSQL does not run as root; its own user must get through to its data.
  await chmod(dir, 0o711)
  const place = { ...needs, dir: join(dir, 'postgres') }
  let postgres = await startPostgres(place)
  // A smooth stop waits for its clients, which may be dead or hang by then.
  undo.defer(async () => void (await postgres.process.stop('SIGQUIT')))
  const { port, adminUrl, pid } = postgres
  const running = undo.move()
  return {
    pid,
    adminUrl,
    dir,
    async crash() {
      await postgres.kill()
      postgres = await startPostgres({ ...place, port })
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}
