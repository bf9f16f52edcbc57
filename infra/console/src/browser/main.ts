import type { View } from '../html/html-tag.ts'
import { LivePage } from './live-page.ts'
import { loadModule } from './load-module.ts'
import { moveThroughTree } from './move-through-tree.ts'
import { sendForms } from './send-forms.ts'
import { hideNotice, showNotice } from './show-notice.ts'
import { watchChanges } from './watch-changes.ts'

const main = document.querySelector('main') as HTMLElement
// Every view has the same door; which data it draws is between it and its page.
const { view } = await loadModule<{ view: View<unknown> }>(main.dataset.view ?? '')
const page = new LivePage(main, view)

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
