import type { Page } from '../../server/page.ts'
import { type CaughtMail, readMails } from '../../state/read-mails.ts'
import { timeOfDay } from '../../views/time-of-day.ts'
import { type MailRow, type MailsData, view } from './view.ts'

const shownMails = 100

/** What the mail catcher has taken. */
export const mailsPage: Page<MailsData> = {
  path: '/mails',
  nav: 'Mails',
  view,
  viewFile: 'pages/mails/view.ts',
  async load({ runner }) {
    const read = await readMails(runner, shownMails).catch(() => undefined)
    const data = {
      catcherUrl: runner.mailPage,
      total: read?.total,
      mails: (read?.newest ?? []).map((mail) => toRow(mail, runner.mailPage)),
    }
    return { title: 'Mails', data, watches: ['mails'] }
  },
}

function toRow(
  { id, subject = '', to = [], text = '', time }: CaughtMail,
  mailPage: string,
): MailRow {
  return {
    id,
    subject,
    text,
    href: `${mailPage}/#/email/${encodeURIComponent(id)}`,
    to: to.map(({ address = '' }) => address).join(', '),
    at: time ? timeOfDay(time) : '',
  }
}
