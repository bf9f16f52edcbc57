import type { LivePage } from './live-page.ts'
import { showNotice } from './show-notice.ts'

type Outcome = { readonly told: string; readonly goTo?: string }

/** Sends the forms of actions as JSON, shows what came of them and goes where they lead. */
export function sendForms(page: LivePage): void {
  document.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement
    if (!('action' in form.dataset)) return
    event.preventDefault()
    const question = (event.submitter as HTMLElement | null)?.dataset.confirm
    if (question && !confirm(question)) return
    void send(form, event.submitter as HTMLButtonElement | null, page)
  })
}

async function send(form: HTMLFormElement, button: HTMLButtonElement | null, page: LivePage) {
  if (button) button.disabled = true
  showNotice('…')
  try {
    const { told, goTo } = await ask(form)
    showNotice(told)
    if (goTo) location.assign(goTo)
    else await page.read()
  } catch (error) {
    showNotice((error as Error).message)
  } finally {
    if (button) button.disabled = false
  }
}

async function ask(form: HTMLFormElement): Promise<Outcome> {
  const answer = await fetch(form.action, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(Object.fromEntries(new FormData(form))),
  })
  const body = await answer.json()
  if (!answer.ok) throw new Error(`Refused: ${body.detail ?? body.title}`)
  return body
}
