import { expect, test, vi } from 'vitest'
import { MailDeferred, MailUnavailable } from '../domain/mail-errors.ts'
import { KnownLogin } from './known-login.ts'

const refused = new Error('535 to AUTH')
const reply = Object.assign(new Error('535 no'), { command: 'AUTH PLAIN', code: 'EAUTH' })
const mailRefused = new MailUnavailable('535 to AUTH', { cause: reply, reached: 'session' })
const broken = new MailUnavailable('ECONNREFUSED', { reached: 'session' })

/** A server that takes every login until `answer` is changed. */
function givenLogin() {
  const clock = { ms: 1_000 }
  const server = { answer: async (): Promise<Error | undefined> => undefined }
  const logIn = vi.fn(() => server.answer())
  const login = new KnownLogin({ logIn, now: () => clock.ms })
  return { clock, server, logIn, login }
}

type Given = ReturnType<typeof givenLogin>

/** How long a refused login is not tried again. */
async function waitOf({ clock, logIn, login }: Given): Promise<number> {
  await expect(login.check()).rejects.toBe(refused)
  const [tries, sinceMs] = [logIn.mock.calls.length, clock.ms]
  while (logIn.mock.calls.length === tries) {
    clock.ms += 5_000
    await login.check().catch(() => {})
  }
  return clock.ms - sinceMs
}

test('a good login is tried again after 15 s', async () => {
  const { clock, logIn, login } = givenLogin()

  await login.check()
  clock.ms += 14_999
  await login.check()
  const early = logIn.mock.calls.length
  clock.ms += 1
  await login.check()

  expect(early).toBe(1)
  expect(logIn).toHaveBeenCalledTimes(2)
})

test('a refused login is tried again after 30 s, then after twice as long, at most after 15 minutes', async () => {
  const given = givenLogin()
  given.server.answer = async () => refused

  const waits: number[] = []
  for (const _ of Array(7)) waits.push((await waitOf(given)) / 1_000)

  expect(waits).toEqual([30, 60, 120, 240, 480, 900, 900])
})

test.each([
  ['a good login', ({ login }: Given) => login.check()],
  ['a mail that is taken', ({ login }: Given) => login.watch(async () => {})],
])('after %s the next refused one is tried again after 30 s', async (_, pass) => {
  const given = givenLogin()
  given.server.answer = async () => refused
  await waitOf(given)
  given.clock.ms += 60_000
  given.server.answer = async () => undefined
  await pass(given)
  given.clock.ms += 15_000
  given.server.answer = async () => refused

  expect(await waitOf(given)).toBe(30_000)
})

test('a mail that is taken ends the wait after a refused login', async () => {
  const { server, logIn, login } = givenLogin()
  server.answer = async () => refused
  await expect(login.check()).rejects.toBe(refused)

  await login.watch(async () => {})

  await login.check()
  expect(logIn).toHaveBeenCalledTimes(1)
})

test('a login that is refused after a mail was taken meanwhile starts no wait', async () => {
  const { server, logIn, login } = givenLogin()
  const late = Promise.withResolvers<Error>()
  server.answer = () => late.promise

  const checking = login.check()
  await login.watch(async () => {})
  late.resolve(refused)

  await checking
  await login.check()
  expect(logIn).toHaveBeenCalledTimes(1)
})

test('where no login was sent one is tried each time, and the wait of a refused one does not grow', async () => {
  const given = givenLogin()
  given.server.answer = async () => refused
  await waitOf(given)
  given.clock.ms += 60_000
  given.server.answer = () => Promise.reject(new Error('ECONNREFUSED'))

  for (const _ of Array(3)) await expect(given.login.check()).rejects.toThrow('ECONNREFUSED')

  expect(given.logIn).toHaveBeenCalledTimes(5)
  given.server.answer = async () => refused
  expect(await waitOf(given)).toBe(120_000)
})

test('a mail that fails by the fault of the server ends what is known of a good login, another one does not', async () => {
  const { logIn, login } = givenLogin()
  const failWith = (error: Error) => login.watch(() => Promise.reject(error))
  await login.check()

  await expect(failWith(new MailDeferred('450 to RCPT TO'))).rejects.toThrow('450')
  await login.check()
  const afterItsOwn = logIn.mock.calls.length
  await expect(failWith(new MailUnavailable('421', { reached: 'session' }))).rejects.toThrow('421')
  await login.check()

  expect(afterItsOwn).toBe(1)
  expect(logIn).toHaveBeenCalledTimes(2)
})

const rejecting = (error: Error) => vi.fn(() => Promise.reject(error))

test('a login that a mail was refused holds back mails and probes, until one of them tries it 30 s later', async () => {
  const { clock, logIn, login } = givenLogin()
  const send = rejecting(mailRefused)
  await expect(login.watch(send)).rejects.toBe(mailRefused)

  clock.ms += 29_999
  await expect(login.watch(send)).rejects.toBe(mailRefused)
  await expect(login.check()).rejects.toBe(mailRefused)
  const early = send.mock.calls.length + logIn.mock.calls.length
  clock.ms += 1
  await expect(login.watch(send)).rejects.toBe(mailRefused)
  clock.ms += 59_999
  await expect(login.watch(send)).rejects.toBe(mailRefused)

  expect(early).toBe(1)
  expect(send).toHaveBeenCalledTimes(2)
  expect(logIn).not.toHaveBeenCalled()
})

test('while one mail tries the login again, the others are held back', async () => {
  const { clock, login } = givenLogin()
  await expect(login.watch(rejecting(mailRefused))).rejects.toBe(mailRefused)
  clock.ms += 30_000
  const tried = Promise.withResolvers<void>()
  const other = vi.fn(async () => {})

  const trying = login.watch(() => tried.promise)
  await expect(login.watch(other)).rejects.toBe(mailRefused)
  await expect(login.check()).rejects.toBe(mailRefused)
  tried.resolve()
  await trying
  await login.watch(other)

  expect(other).toHaveBeenCalledTimes(1)
})

test('several mails that are refused at once are one refusal', async () => {
  const { clock, login } = givenLogin()
  const answers = [0, 1, 2].map(() => Promise.withResolvers<void>())
  const sending = answers.map(({ promise }) => login.watch(() => promise))
  for (const { reject } of answers) reject(mailRefused)
  await Promise.allSettled(sending)

  clock.ms += 30_000
  const send = vi.fn(async () => {})
  await login.watch(send)

  expect(send).toHaveBeenCalledTimes(1)
})

test('a login that a probe was refused holds back no mail, and one that is refused, too, does not make the wait longer', async () => {
  const { clock, server, login } = givenLogin()
  server.answer = async () => refused
  await expect(login.check()).rejects.toBe(refused)
  const send = rejecting(mailRefused)

  await expect(login.watch(send)).rejects.toBe(mailRefused)
  await expect(login.watch(send)).rejects.toBe(refused)
  clock.ms += 30_000
  await expect(login.watch(send)).rejects.toBe(mailRefused)

  expect(send).toHaveBeenCalledTimes(2)
})

test('while mails are taken, a login that one of them was refused holds back none', async () => {
  const { login } = givenLogin()
  await login.watch(async () => {})
  await expect(login.watch(rejecting(mailRefused))).rejects.toBe(mailRefused)
  const send = vi.fn(async () => {})

  await login.watch(send)

  expect(send).toHaveBeenCalledTimes(1)
})

test('a try that came to no login leaves it to the next', async () => {
  const { clock, login } = givenLogin()
  await expect(login.watch(rejecting(mailRefused))).rejects.toBe(mailRefused)
  clock.ms += 30_000
  await expect(login.watch(rejecting(broken))).rejects.toBe(broken)
  const send = rejecting(mailRefused)

  await expect(login.watch(send)).rejects.toBe(mailRefused)
  clock.ms += 59_999
  await expect(login.watch(send)).rejects.toBe(mailRefused)
  clock.ms += 1
  await expect(login.watch(send)).rejects.toBe(mailRefused)

  expect(send).toHaveBeenCalledTimes(2)
})

test('a probe that tries the login for the mails and is refused still holds them back', async () => {
  const { clock, server, login } = givenLogin()
  server.answer = async () => refused
  await expect(login.watch(rejecting(mailRefused))).rejects.toBe(mailRefused)
  clock.ms += 30_000
  await expect(login.check()).rejects.toBe(refused)
  const send = vi.fn(async () => {})

  await expect(login.watch(send)).rejects.toBe(refused)

  expect(send).not.toHaveBeenCalled()
})
