import 'reflect-metadata'
import type { AddressInfo } from 'node:net'
import { Body, Controller, HttpCode, Inject, Module, Post } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { type ClientKafka, ClientsModule, Transport } from '@nestjs/microservices'
import { ExpressAdapter } from '@nestjs/platform-express'
import type { Observable } from 'rxjs'
import { answerQuestions, cpuSeconds } from '../../measure/answer-questions.ts'
import { type Order, takeOrder } from '../order.ts'
import { report } from './report.ts'

const [brokers = '', topic = ''] = process.argv.slice(2)
const token = 'KAFKA'

/** As the page on Kafka has it: `emit` sends at once, and nobody waits for it but for its error. */
class OrdersController {
  readonly #kafka: ClientKafka

  constructor(kafka: ClientKafka) {
    this.#kafka = kafka
  }

  place(order: Order) {
    const { event, answer } = takeOrder(order)
    const message = { key: event.orderId, value: event }
    const sent: Observable<unknown> = this.#kafka.emit(topic, message)
    sent.subscribe({ error: report })
    return answer
  }
}

class AppModule {}

// What a compiler makes of @Controller, @Post and the others: Node runs TypeScript without them.
const prototype = OrdersController.prototype
const place = Object.getOwnPropertyDescriptor(prototype, 'place') as PropertyDescriptor
Post()(prototype, 'place', place)
HttpCode(202)(prototype, 'place', place)
Body()(prototype, 'place', 0)
Inject(token)(OrdersController, undefined, 0)
Controller('orders')(OrdersController)

const client = { clientId: 'peer', brokers: brokers.split(',') }
const options = { client, producerOnlyMode: true }
const kafka = ClientsModule.register([{ name: token, transport: Transport.KAFKA, options }])
Module({ imports: [kafka], controllers: [OrdersController] })(AppModule)

const app = await NestFactory.create(AppModule, new ExpressAdapter(), {
  logger: ['error', 'fatal'],
})
await app.get<ClientKafka>(token).connect()
const server = await app.listen(0, '127.0.0.1')
answerQuestions((server.address() as AddressInfo).port, { cpuSeconds })
