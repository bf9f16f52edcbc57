const endOfLine = '\r\n'
const emptyData = '.\r\n'
const endOfData = '\r\n.\r\n'

/** What a client has sent: commands by the line, after DATA the message as one. */
export class SmtpInput {
  /** Whether what follows is the message. */
  isInData = false
  #text = ''

  add(bytes: Buffer): void {
    this.#text += bytes.toString('latin1')
  }

  /** The next command or the message, with its end as it came; nothing as long as it is not whole. */
  next(): { readonly line: string; readonly raw: string; readonly isMessage: boolean } | undefined {
    const isMessage = this.isInData
    const end = isMessage ? endOfData : endOfLine
    const at = this.#text.indexOf(end)
    // A message without a line: the dot follows DATA at once.
    const isEmpty = isMessage && this.#text.startsWith(emptyData)
    if (at === -1 && !isEmpty) return undefined
    const raw = isEmpty ? emptyData : this.#text.slice(0, at + end.length)
    this.#text = this.#text.slice(raw.length)
    this.isInData = false
    return { line: isEmpty ? '' : raw.slice(0, at), raw, isMessage }
  }
}
