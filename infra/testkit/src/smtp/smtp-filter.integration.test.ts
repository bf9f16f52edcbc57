import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { readMails, waitForMail } from '../reading/read-mails.ts'
import { infrastructure } from '../servers/infrastructure.ts'
import { uniqueId } from '../unique-id.ts'
import { startSmtpFilter } from './smtp-filter.ts'

const { smtpUrl, mailUrl } = infrastructure()

test('a filter refuses the receivers that it is told to, and passes all else on', async () => {
  await using filter = await startSmtpFilter({ port: Number(new URL(smtpUrl).port) })
  const [good, bad] = [uniqueId('ada'), uniqueId('eve')].map((name) => `${name}@example.com`)
  filter.refuse((address) => address === bad, '450 4.2.0 later')

  const taken = await send(filter.url, good ?? '')
  const refused = await send(filter.url, bad ?? '')

  expect(taken).not.toContain('PIPELINING')
  expect(refused).toContain('450 4.2.0 later')
  expect(filter.refusedCount()).toBe(1)
  await waitForMail(mailUrl, { to: good ?? '' })
  expect(await readMails(mailUrl, { to: bad ?? '' })).toEqual([])
})

/** One mail, command by command; what the server has said. */
async function send(url: string, to: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  const heard = text(socket)
  const body = `to: ${to}\r\nsubject: hello\r\n\r\nRCPT TO:<nobody>\r\n.`
  const lines = ['EHLO test', 'MAIL FROM:<a@b.example>', `RCPT TO:<${to}>`, 'DATA', body, 'QUIT']
  socket.on('data', () => {
    const line = lines.shift()
    if (line !== undefined) socket.write(`${line}\r\n`)
  })
  return heard
}
