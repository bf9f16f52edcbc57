import { hideNotice, showNotice } from './show-notice.ts'

const retryMs = 1_000

/** Loads a module of the console, as often as it takes: a page without its view would never change. */
export async function loadModule<T>(path: string): Promise<T> {
  for (let again = 0; ; again++) {
    try {
      // A browser may remember that an address has failed, so each try has one of its own.
      const loaded: T = await import(again === 0 ? path : `${path}?again=${again}`)
      hideNotice('module')
      return loaded
    } catch (error) {
      showNotice(`This page stands still: ${(error as Error).message}. Trying again …`, 'module')
      await new Promise((resolve) => setTimeout(resolve, retryMs))
    }
  }
}
