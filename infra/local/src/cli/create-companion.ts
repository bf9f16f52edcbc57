import type { Companion, OpenCompanion, Runner } from './runner.ts'

/** Opens a companion once, if there is one to open; a companion that fails stops nothing but itself. */
export function createCompanion(openCompanion: OpenCompanion | undefined) {
  let opened: Companion | undefined
  return {
    async open(runner: Runner): Promise<string | undefined> {
      opened = await openCompanion?.(runner).catch((error: Error) => {
        runner.note(`the console does not start: ${error.message}`)
        return undefined
      })
      return opened?.url
    },
    /** Never rejects: the system is stopped after it, whatever becomes of it. */
    async stop(): Promise<void> {
      await opened?.stop().catch(() => {})
    },
  }
}
