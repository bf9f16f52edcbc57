import { html, render } from 'lit-html'
import type { HtmlTag, View } from '../html/html-tag.ts'
import { keepChoices } from './keep-choices.ts'
import { keepFocus } from './keep-focus.ts'
import { keepOpen } from './keep-open.ts'
import { hideNotice, showNotice } from './show-notice.ts'

type Loaded = {
  readonly title: string
  readonly data: unknown
  readonly watches: readonly string[]
}

/** After a failure that may pass. */
const retryMs = 1_000

/** The content of a page, read again whenever something that it watches has changed. */
export class LivePage {
  readonly #main: HTMLElement
  readonly #view: View<unknown>
  readonly folded = new Set<string>()
  #watches: ReadonlySet<string>
  #data: unknown
  #isDrawn = false
  #isReading = false
  #isStale = false
  #retry = 0

  constructor(main: HTMLElement, view: View<unknown>) {
    this.#main = main
    this.#view = view
    this.#watches = new Set(main.dataset.watches?.split(' '))
    addEventListener('popstate', () => void this.read())
    main.addEventListener('click', (event) => this.#goInPlace(event))
  }

  /** Reads the page again if one of these changes concerns it. */
  note(topics: readonly string[]): void {
    if (topics.some((topic) => this.#watches.has(topic))) void this.read()
  }

  /** Reads the page's data and draws it; once more if something has changed meanwhile. */
  async read(): Promise<void> {
    this.#isStale = true
    if (this.#isReading) return
    this.#isReading = true
    clearTimeout(this.#retry)
    try {
      while (this.#isStale) {
        this.#isStale = false
        await this.#readOnce()
      }
    } finally {
      this.#isReading = false
    }
  }

  /** Goes to an address, in place where it is of the same page, such as another span of its trace. */
  go(href: string): void {
    const isHere = new URL(href, location.href).pathname === location.pathname
    if (!isHere) location.assign(href)
    else {
      history.pushState(null, '', href)
      void this.read()
    }
  }

  draw(): void {
    if (this.#data === undefined) return
    const draw = () => (this.#isDrawn ? this.#render() : this.#drawFirst())
    keepFocus(this.#main, () => keepOpen(this.#main, draw))
    this.#main.dataset.live = ''
  }

  #drawFirst(): void {
    this.#isDrawn = true
    keepChoices(this.#main, () => {
      // What the server drew is the same; lit does not know it, so it goes.
      this.#main.replaceChildren()
      this.#render()
    })
  }

  #render(): void {
    render(this.#view(html as HtmlTag, this.#data, { folded: this.folded }), this.#main)
  }

  async #readOnce(): Promise<void> {
    try {
      const answer = await fetch(location.href, { headers: { accept: 'application/json' } })
      if (!answer.ok) throw new Refused(answer.status)
      const { title, data, watches } = (await answer.json()) as Loaded
      document.title = `${title} · Tailspan`
      this.#watches = new Set(watches)
      this.#data = data
      this.draw()
      hideNotice('lost')
    } catch (error) {
      showNotice(`This page could not be read again: ${(error as Error).message}.`, 'lost')
      // Nothing that it watches may ever change: it asks by itself.
      if (mayPass(error)) this.#retry = setTimeout(() => void this.read(), retryMs)
    }
  }

  #goInPlace(event: MouseEvent): void {
    const link = (event.target as Element).closest<HTMLAnchorElement>('a[data-inplace]')
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    this.go(link.href)
  }
}

class Refused extends Error {
  readonly status: number

  constructor(status: number) {
    super(`the console answered ${status}`)
    this.status = status
  }
}

/** What is wrong with the request stays wrong; without an answer, too late or too busy, the next try may be better. */
function mayPass(error: unknown): boolean {
  if (!(error instanceof Refused)) return true
  return error.status >= 500 || error.status === 408 || error.status === 429
}
