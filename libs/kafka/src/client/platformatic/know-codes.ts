import { protocolErrors, protocolErrorsCodesById } from '@platformatic/kafka'
import { kafkaError } from '../../faults/kafka-errors.ts'

/**
 * Teaches the client every error code that a broker may answer with.
 *
 * Its tables end with the codes of its day. Of one beyond them it makes a TypeError, which says nothing of the code and
 * takes the rest of the answer with it.
 */
export function knowCodes(): void {
  answerBeyond(protocolErrorsCodesById, (code) => (isCode.test(code) ? `CODE_${code}` : undefined))
  answerBeyond(protocolErrors, describe)
}

const isCode = /^-?\d+$/

function describe(id: string) {
  const number = id.replace(/^CODE_/, '')
  if (number === id || !isCode.test(number)) return
  const code = Number(number)
  const { name, owner } = kafkaError(code)
  const message = `Kafka answered with code ${code} (${name}), which this client does not know.`
  return { id, code, canRetry: owner === 'theirs', message }
}

/** What the table has itself comes first, so nothing changes for a code that is known. */
function answerBeyond(table: object, answer: (key: string) => unknown): void {
  const beyond = new Proxy(Object.prototype, {
    get: (target, key, receiver) =>
      (typeof key === 'string' ? answer(key) : undefined) ?? Reflect.get(target, key, receiver),
  })
  Object.setPrototypeOf(table, beyond)
}
