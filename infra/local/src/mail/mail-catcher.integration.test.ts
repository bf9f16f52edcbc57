import { once } from 'node:events'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { scratchFolder } from '../../test/scratch.ts'
import { startMailCatcher } from './mail-catcher.ts'

/** Speaks SMTP by hand: one line out for each answer. */
async function sendMail(port: number, subject: string): Promise<void> {
  const socket = connect(port, '127.0.0.1')
  const answers = createInterface({ input: socket })
  const lines = [
    'HELO test',
    'MAIL FROM:<shop@example.com>',
    'RCPT TO:<ada@example.com>',
    'DATA',
    `Subject: ${subject}\r\nMessage-ID: <${subject}@example.com>\r\n\r\nhello\r\n.`,
    'QUIT',
  ]
  answers.on('line', () => socket.write(`${lines.shift()}\r\n`))
  await once(socket, 'close')
}

async function subjects(webUrl: string): Promise<string[]> {
  const mails = (await (await fetch(`${webUrl}/email`)).json()) as { subject: string }[]
  return mails.map(({ subject }) => subject)
}

test('a mail that is sent can be read, and only there', async () => {
  await using mine = await startMailCatcher({ dir: scratchFolder() })
  await using yours = await startMailCatcher({ dir: scratchFolder() })

  await sendMail(mine.smtpPort, 'hello')

  await expect.poll(() => subjects(mine.webUrl)).toEqual(['hello'])
  expect(await subjects(yours.webUrl)).toEqual([])
})

test('every start begins without mails', async () => {
  const dir = scratchFolder()
  const first = await startMailCatcher({ dir })
  await sendMail(first.smtpPort, 'old')
  await first.stop()

  await using second = await startMailCatcher({ dir })

  expect(await subjects(second.webUrl)).toEqual([])
})

test('nobody outside this machine can reach it', async () => {
  await using catcher = await startMailCatcher({ dir: scratchFolder() })

  const elsewhere = connect(catcher.smtpPort, '127.0.0.2')

  await expect(once(elsewhere, 'connect')).rejects.toThrow(/ECONNREFUSED/)
})
