import type { View } from '../../html/html-tag.ts'

export type MailRow = {
  readonly id: string
  readonly href: string
  readonly subject: string
  readonly to: string
  readonly at: string
  readonly text: string
}

export type MailsData = {
  readonly catcherUrl: string
  /** Undefined when the mail catcher does not answer. */
  readonly total: number | undefined
  readonly mails: readonly MailRow[]
}

export const view: View<MailsData> = (html, { catcherUrl, total, mails }) => html`
<h1>Mails</h1>
<p class="quiet">${
  total === undefined
    ? 'The mail catcher does not answer.'
    : html`The newest ${mails.length} of ${total}. <a href="${catcherUrl}">The mail catcher's own page</a>`
}</p>
<ul class="cards">${mails.map(
  ({
    id,
    href,
    subject,
    to,
    at,
    text,
  }) => html`<li><details id="mail-${id}"><summary><strong>${subject}</strong> <span class="quiet">to ${to} at ${at}</span></summary>
<pre>${text}</pre><p><a href="${href}">As the catcher shows it</a></p></details></li>`,
)}</ul>`
