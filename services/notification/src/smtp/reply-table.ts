/*
 * Whose fault a failed mail is, by the stage of the dialogue and the class of the reply.
 *
 *   theirs   for now: retried without limit, /readyz is 503, nothing is dead-lettered
 *   later    this mail's, for now: deferred, retried for MAIL_RETRY_FOR, then dead-lettered
 *   policy   this mail's, or our own right to send, which stops all: as later, but dead-lettered only when others are taken
 *   refused  this mail's, for good: dead-lettered at once
 *
 * source: RFC 5321 4.2 and 4.5.3.2, RFC 3463 (enhanced status codes), RFC 4954 (AUTH), RFC 6531 (SMTPUTF8)
 */

export type Outcome = 'theirs' | 'later' | 'policy' | 'refused'

export type Stage =
  | 'connect'
  | 'TLS'
  | 'greeting'
  | 'EHLO'
  | 'STARTTLS'
  | 'AUTH'
  | 'MAIL FROM'
  /** Lost between MAIL FROM and the answer to DATA; which of them is not known. */
  | 'envelope'
  | 'RCPT TO'
  | 'DATA'
  | 'message'
  /** Our own client refuses to send it: an address that is none. */
  | 'composing'

export type ReplyClass =
  | 'none'
  | 'odd'
  | 'closing'
  | 'session'
  | 'sender'
  | 'utf8'
  | 'policy'
  | Class4
  | '5yz'
type Class4 = '4yz system' | '4yz'

const everyClass = {
  none: 'theirs', // the connection broke, or nobody answered in time
  odd: 'theirs', // no reply of RFC 5321: 199, 354 where 250 belongs, 600, no number at all
  closing: 'theirs', // 421
  session: 'theirs', // 503, 530, 534, 535, 538: the session is not what the server wants
  sender: 'theirs', // x.1.7, x.1.8: our own address, refused late
  utf8: 'theirs', // the address needs SMTPUTF8, and the server does not want that
  policy: 'theirs', // x.7.z: relaying, blocklists, SPF and DMARC, spam, greylisting
  '4yz system': 'theirs', // x.3.z its system, x.4.z its network
  '4yz': 'theirs',
  '5yz': 'theirs',
} as const satisfies Record<ReplyClass, Outcome>

const ofTheMail = {
  ...everyClass,
  utf8: 'refused',
  policy: 'policy',
  '4yz': 'later',
  '5yz': 'refused',
} as const

export const replyTable: Readonly<Record<Stage, Readonly<Record<ReplyClass, Outcome>>>> = {
  connect: everyClass,
  TLS: everyClass,
  greeting: everyClass,
  EHLO: everyClass,
  STARTTLS: everyClass,
  AUTH: everyClass,
  'MAIL FROM': { ...everyClass, utf8: 'refused' },
  envelope: everyClass,
  'RCPT TO': ofTheMail,
  DATA: ofTheMail,
  message: ofTheMail,
  composing: { ...ofTheMail, none: 'refused' },
}

/** A reply as it came; `status` is the enhanced one, `needsUtf8` says that the address is not ASCII. */
export type Reply = {
  readonly code: number | undefined
  readonly status: string | undefined
  readonly needsUtf8: boolean
}

const ofTheSession = new Set([503, 530, 534, 535, 538])
const ofTheSender = /^[45]\.1\.[78]$/
const ofAPolicy = /^[45]\.7\./
const ofTheirSystem = /^4\.[34]\./

/** Which column of the table a reply belongs to. */
export function classOf({ code, status = '', needsUtf8 }: Reply): ReplyClass {
  if (code === undefined) return 'none'
  if (code === 421) return 'closing'
  if (code < 400 || code > 599) return 'odd'
  if (ofTheSession.has(code)) return 'session'
  if (ofTheSender.test(status)) return 'sender'
  if (needsUtf8 && refusesUtf8(code, status)) return 'utf8'
  return classOfTheMail(code, status)
}

function classOfTheMail(code: number, status: string): ReplyClass {
  if (ofAPolicy.test(status)) return 'policy'
  if (code > 499) return '5yz'
  return ofTheirSystem.test(status) ? '4yz system' : '4yz'
}

// RFC 6531 3.5, and 555 for a parameter of MAIL FROM that the server does not know.
function refusesUtf8(code: number, status: string): boolean {
  return /^[45]\.6\.7$/.test(status) || code === 553 || code === 555
}
