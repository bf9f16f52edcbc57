import { rmSync } from 'node:fs'
import { createLog } from '@tailspan/telemetry'

// Logs what its parent asks for, and answers each time that it is alive.
const log = createLog({ service: 'program' })
log.info('started')

type Ask = { lines?: number; remove?: string; exit?: number; crash?: true }

process.on('message', ({ lines = 0, remove, exit, crash }: Ask) => {
  if (remove) rmSync(remove)
  for (let line = 0; line < lines; line += 1) log.info('line', { line, text: 'x'.repeat(900) })
  if (exit !== undefined) process.exit(exit)
  if (crash) throw new Error('nobody catches this')
  process.send?.('alive')
})
process.send?.('alive')
