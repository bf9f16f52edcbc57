import { expect, test } from 'vitest'
import { chooseFreePorts, type PortName, portNames, portSetting, readPorts } from './ports.ts'

test('without settings everything is where the documents say', () => {
  const ports = readPorts({})

  expect(ports).toMatchObject({
    kafka: 9_092,
    kafkaController: 9_093,
  })
  expect(ports).toMatchObject({ postgres: 15_432, smtp: 1_025, mail: 1_080, otlp: 4_318 })
})

test('one offset moves everything, so that two checkouts run side by side', () => {
  const usual = readPorts({})

  const moved = readPorts({ TAILSPAN_PORT_OFFSET: '100' })

  for (const name of portNames) expect(moved[name]).toBe(usual[name] + 100)
})

test('a port of its own wins over the offset', () => {
  const ports = readPorts({ TAILSPAN_PORT_OFFSET: '100', TAILSPAN_PORT_KAFKA_CONTROLLER: '7000' })

  expect(ports).toMatchObject({ kafkaController: 7_000, kafka: 9_192 })
  expect(portSetting('kafkaController')).toBe('TAILSPAN_PORT_KAFKA_CONTROLLER')
  expect(portSetting('credit-checkDebug' as PortName)).toBe('TAILSPAN_PORT_CREDIT_CHECK_DEBUG')
})

test('no two parts share a port', () => {
  expect(new Set(Object.values(readPorts({}))).size).toBe(portNames.length)
})

test('a wrong offset is refused with the name of its variable', () => {
  expect(() => readPorts({ TAILSPAN_PORT_OFFSET: 'ten' })).toThrow(/TAILSPAN_PORT_OFFSET/)
})

test('free ports are distinct', async () => {
  const ports = await chooseFreePorts()

  expect(new Set(Object.values(ports)).size).toBe(portNames.length)
})
