import type { HtmlTag, ViewState } from '../html/html-tag.ts'
import type { State } from '../state/state.ts'

/** What an address says: the names in its path and what follows the question mark. */
export type Address = {
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  /** A reader has opened or reloaded it; false when the page reads itself again. */
  readonly isOpened: boolean
}

/** What a page shows at one moment. */
export type Loaded<Data> = {
  readonly title: string
  readonly data: Data
  /** The changes after which the page is to be read again, such as `orders` or `trace:<id>`. */
  readonly watches: readonly string[]
}

/** A page of the console: one address, what it shows, how that is drawn. */
export type Page<Data = unknown> = {
  /** As the router writes it: `/traces/:traceId`. */
  readonly path: string
  /** Its entry in the navigation; a page without one is reached by links. */
  readonly nav?: string
  view(html: HtmlTag, data: Data, state: ViewState): unknown
  /** Where the browser finds the same view: a file below `src/`, such as `pages/trace/view.ts`. */
  readonly viewFile: string
  /** Undefined when there is nothing at this address. */
  load(state: State, address: Address): Promise<Loaded<Data> | undefined>
}
