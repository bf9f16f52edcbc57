import type { View } from '../html/html-tag.ts'
import { LivePage } from './live-page.ts'
import { moveThroughTree } from './move-through-tree.ts'
import { sendForms } from './send-forms.ts'
import { hideNotice, showNotice } from './show-notice.ts'
import { watchChanges } from './watch-changes.ts'

/** Keeps the page in step with the system. Which data its view draws is between the two. */
export function comeAlive(view: View<unknown>): void {
  const page = new LivePage(document.querySelector('main') as HTMLElement, view)
  watchChanges({
    onOpen() {
      hideNotice('stream')
      void page.read()
    },
    onChanged: (topics) => page.note(topics),
    onLost: () =>
      showNotice(
        'The connection to npm start is lost; this page shows what it knew. Trying again …',
        'stream',
      ),
  })
  sendForms(page)
  moveThroughTree(page)
}
