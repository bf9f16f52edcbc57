import type { Rig } from '@tailspan/experiment'
import { SpanStore } from '@tailspan/trace-testing'
import { expect, test } from 'vitest'
import { useDurable } from './contender.ts'

const audience = { spans: new SpanStore(), tell() {}, show() {} }
const seen = { orderUrl: 'http://127.0.0.1:1' } as Pick<Rig, 'orderUrl' | 'where'>

test('a system that publishes durably is left as it is, also where nothing can be changed', async () => {
  await useDurable({ ...audience, rig: seen, isUsual: true })
})

test('one that does not is started so where it can be, and refused where it cannot', async () => {
  const deployments: unknown[] = []
  const rig = { ...seen, deploy: async (deployment: unknown) => void deployments.push(deployment) }

  await useDurable({ ...audience, rig, isUsual: false })
  const refused = useDurable({ ...audience, rig: seen, isUsual: false })

  await expect(refused).rejects.toMatchObject({ code: 'not-ours' })
  expect(deployments).toMatchObject([{ order: { PUBLISH: 'durable' } }])
})
