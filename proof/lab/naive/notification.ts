import { createTransport } from 'nodemailer'
import { config } from './config.ts'
import { pool } from './database.ts'
import { listen } from './kafka.ts'
import { serve } from './serve.ts'

// The notification service as tutorials have it.

const transport = createTransport(config.smtpUrl)
const noting = 'insert into naive_mails (order_id, occasion) values ($1, $2)'

await pool.query('create table if not exists naive_mails (order_id uuid, occasion text)')
await listen('notification', 'orders', async (type, { orderId, customer }) => {
  await transport.sendMail({
    // The one thing that it does better than tutorials: copies can be counted.
    messageId: `<${type}.${orderId}@naive.example>`,
    from: 'shop@naive.example',
    to: customer.email,
    subject: `Your order ${orderId}`,
    text: `${type}`,
  })
  await pool.query(noting, [orderId, type?.split('.')[1]])
})
serve()
