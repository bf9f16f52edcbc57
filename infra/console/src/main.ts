import { start } from '@tailspan/local/start'

// The console is loaded when the system runs: until then its modules would only slow the start down.
const exitCode = await start(async (runner) => {
  const { openConsole } = await import('./open-console.ts')
  return openConsole(runner)
})
process.exit(exitCode)
