import { metrics } from '@opentelemetry/api'
import { MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics'
import { startSmtpServer } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { givenMail, openMailer } from './given-mail.ts'

class Reader extends MetricReader {
  protected async onForceFlush(): Promise<void> {}
  protected async onShutdown(): Promise<void> {}
}

const reader = new Reader()
metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }))

test('a mail that was taken is measured from its event on, one that was refused is not', async () => {
  await using smtp = await startSmtpServer({})
  const mailer = openMailer(smtp.url)
  const [taken, refused] = [givenMail(), givenMail()]
  smtp.answerWith(({ stage, to }) =>
    stage === 'RCPT' && to === refused.to ? '550 5.1.1 unknown' : undefined,
  )
  const happenedAt = new Date(Date.now() - 90_000).toISOString()
  const { signal } = new AbortController()

  await mailer.send({ ...taken, happenedAt }, signal)
  await expect(mailer.send(refused, signal)).rejects.toMatchObject({ code: 'mail-refused' })

  const { resourceMetrics } = await reader.collect()
  const all = resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics)
  const delay = all.find(({ descriptor }) => descriptor.name === 'tailspan.mail.delay')
  expect(delay?.dataPoints).toMatchObject([
    { attributes: { 'tailspan.mail.kind': 'placed' }, value: { count: 1 } },
  ])
  const { min = 0 } = (delay?.dataPoints[0]?.value ?? {}) as { min?: number }
  expect(min).toBeGreaterThan(89)
})
