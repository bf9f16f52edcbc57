import { Refused } from './refused.ts'

/** One at a time; who comes meanwhile is refused, not queued: it would act on a system that has changed. */
export function createLock() {
  let holder: string | undefined
  return {
    read: () => (holder === undefined ? {} : { busyWith: holder }),
    async hold<T>(what: string, act: () => Promise<T>): Promise<T> {
      if (holder !== undefined)
        throw new Refused('system-busy', `Wait a moment: ${holder}. Then try again.`)
      holder = what
      try {
        return await act()
      } finally {
        holder = undefined
      }
    },
  }
}
