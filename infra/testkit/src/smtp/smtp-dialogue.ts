import type { Socket } from 'node:net'
import { SmtpInput } from './smtp-input.ts'

/** Where in the dialogue a command stands; `connect` is before the greeting, `dot` after the final dot. */
export type SmtpStage =
  | 'connect'
  | 'EHLO'
  | 'HELO'
  | 'STARTTLS'
  | 'AUTH'
  | 'MAIL'
  | 'RCPT'
  | 'DATA'
  | 'dot'
  | 'RSET'
  | 'QUIT'
  | 'other'

/** A command as it came, with what the dialogue has brought so far. */
export type SmtpCommand = {
  readonly stage: SmtpStage
  readonly line: string
  /** The address of the last RCPT. */
  readonly to: string
  /** Of the message, from its final dot on. */
  readonly messageId: string
}

/**
 * Lines to write.
 *
 * shape: with `hangUp` the connection is closed behind them, or silently without any; `isCut` leaves out the end of
 *        the last line
 */
export type SmtpReply = string | HangUp

type HangUp = { readonly say?: string; readonly isCut?: boolean; readonly hangUp: true }

/** What to reply to a command; nothing for the usual reply. A promise holds the reply back. */
export type SmtpAnswer = (
  command: SmtpCommand,
) => SmtpReply | undefined | Promise<SmtpReply | undefined>

export type DialogueNeeds = {
  readonly answer: SmtpAnswer
  readonly extensions: readonly string[]
  /** Writes each byte by itself. */
  readonly isBytewise: boolean
  onCommand(command: SmtpCommand): void
  onTaken(command: SmtpCommand, text: string): void
}

const verbs: readonly SmtpStage[] = [
  ...(['EHLO', 'HELO', 'STARTTLS', 'AUTH', 'MAIL', 'RCPT', 'DATA', 'RSET', 'QUIT'] as const),
]

const usual: Readonly<Record<SmtpStage, string>> = {
  connect: '220 test.example ESMTP',
  EHLO: '250 test.example',
  HELO: '250 test.example',
  STARTTLS: '454 4.7.0 no TLS here',
  AUTH: '235 2.7.0 welcome',
  MAIL: '250 2.1.0 sender ok',
  RCPT: '250 2.1.5 recipient ok',
  DATA: '354 go ahead',
  dot: '250 2.0.0 queued',
  RSET: '250 2.0.0 ok',
  QUIT: '221 2.0.0 bye',
  other: '500 5.5.1 unknown command',
}

/** One connection: takes commands in order, one after the other, also when they come at once. */
export class SmtpDialogue {
  readonly #socket: Socket
  readonly #needs: DialogueNeeds
  readonly #input = new SmtpInput()
  #isBusy = true
  #to = ''

  constructor(socket: Socket, needs: DialogueNeeds) {
    this.#socket = socket
    this.#needs = needs
    socket.on('error', () => {})
    socket.on('data', (bytes) => {
      this.#input.add(bytes)
      if (!this.#isBusy) void this.#takeAll()
    })
    void this.#take({ stage: 'connect', line: '' }).then(() => this.#takeAll())
  }

  async #takeAll(): Promise<void> {
    this.#isBusy = true
    for (let next = this.#next(); next && !this.#socket.destroyed; next = this.#next())
      await this.#take(next)
    this.#isBusy = false
  }

  #next(): { stage: SmtpStage; line: string } | undefined {
    const next = this.#input.next()
    if (!next) return undefined
    const { line, isMessage } = next
    if (isMessage) return { stage: 'dot', line }
    return { stage: verbs.find((verb) => line.toUpperCase().startsWith(verb)) ?? 'other', line }
  }

  async #take(next: { stage: SmtpStage; line: string }): Promise<void> {
    const { stage, line } = next
    if (stage === 'RCPT') this.#to = /<([^>]*)>/.exec(line)?.[1] ?? ''
    const command = { ...next, to: this.#to, messageId: stage === 'dot' ? messageIdOf(line) : '' }
    this.#needs.onCommand(command)
    const reply = (await this.#needs.answer(command)) ?? this.#usual(stage)
    this.#reply(command, typeof reply === 'string' ? { say: reply } : reply)
  }

  #reply(
    command: SmtpCommand,
    { say, isCut, hangUp = false }: Partial<Omit<HangUp, 'hangUp'>> & { hangUp?: boolean },
  ): void {
    const { stage, line } = command
    this.#input.isInData = stage === 'DATA' && Boolean(say?.startsWith('354'))
    if (stage === 'dot' && say?.startsWith('2')) this.#needs.onTaken(command, line)
    if (say !== undefined) this.#write(`${say.replaceAll('\n', '\r\n')}${isCut ? '' : '\r\n'}`)
    if (hangUp || stage === 'QUIT') this.#socket.end()
  }

  #usual(stage: SmtpStage): string {
    const { extensions } = this.#needs
    if (stage !== 'EHLO' || extensions.length === 0) return usual[stage]
    const lines = ['test.example', ...extensions]
    return lines.map((text, i) => `250${i < lines.length - 1 ? '-' : ' '}${text}`).join('\n')
  }

  #write(text: string): void {
    if (!this.#socket.writable) return
    const pieces = this.#needs.isBytewise ? text.split('') : [text]
    for (const piece of pieces) this.#socket.write(piece, 'latin1')
  }
}

function messageIdOf(text: string): string {
  return /^message-id:\s*(\S+)/im.exec(text)?.[1] ?? ''
}
