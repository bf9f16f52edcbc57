/**
 * How many mails notification can have sent and not noted when it dies: it handles eight keys of each of three
 * partitions at the same time (`keysAtOnce` of createConsumer).
 */
export const mailsInHand = 24
