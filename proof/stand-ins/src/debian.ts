import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspectImage, run, standInLabel } from '@tailspan/containers'
import type { Making } from './recipe.ts'

/** What every stand-in is built on: the smallest Debian, with wget for health checks. */
export const debianImage = 'tailspan/stand-in-base:bookworm'

const certificates = '/etc/ssl/certs/ca-certificates.crt'

/** Makes the base from Debian's packages. */
export async function makeDebian({ tell }: Pick<Making, 'tell'>): Promise<void> {
  if ((await inspectImage(debianImage)).isThere) return
  tell('making the base of all stand-ins from Debian packages (a minute, once)')
  const work = await mkdtemp(join(tmpdir(), 'tailspan-base-'))
  try {
    const root = join(work, 'root')
    const options = ['--variant=minbase', '--include=ca-certificates,wget']
    await run('debootstrap', [...options, 'bookworm', root])
    for (const folder of ['var/cache/apt/archives', 'var/lib/apt/lists'])
      await rm(join(root, folder), { recursive: true, force: true })
    // A machine without a registry often has a proxy with a certificate of its own.
    await cp(certificates, join(root, certificates)).catch(() => {})
    await importRoot(root, join(work, 'root.tar'))
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

async function importRoot(root: string, archive: string): Promise<void> {
  await run('tar', ['-C', root, '-cf', archive, '.'])
  // What is built in it goes through that proxy, too.
  const changes = [`ENV NODE_EXTRA_CA_CERTS=${certificates}`, `LABEL ${standInLabel}=base`]
  const args = changes.flatMap((change) => ['--change', change])
  await run('docker', ['import', ...args, archive, debianImage])
}
