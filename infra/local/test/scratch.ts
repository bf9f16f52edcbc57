import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A folder of the test's own, gone when it has finished. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tailspan-local-'))
  // PostgreSQL does not run as root; its own user must get through to its data.
  chmodSync(folder, 0o711)
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
