import { mailsInHand } from '../mails-in-hand.ts'
import type { Fault } from './fault.ts'
import { inWords } from './fault-words.ts'
import { forgetTheDead, holdEffects, untilMidHandler } from './mid-handler.ts'

const consumers = ['inventory', 'notification'] as const

export const consumerKilled: Fault = {
  ...inWords('consumer-killed'),
  mailsInFlight: mailsInHand,
  async run({ rig, clients, book, count, over }) {
    const effects = await holdEffects(book, consumers)
    await clients.place(count)
    await untilMidHandler(book, consumers)
    await Promise.all(consumers.map((service) => rig.kill(service)))
    await forgetTheDead(book, consumers)
    await effects[Symbol.asyncDispose]()
    over()
    await Promise.all(consumers.map((service) => rig.start(service)))
  },
}
