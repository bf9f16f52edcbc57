import kafkajs, { type Admin, Kafka, logLevel } from 'kafkajs'
import { eventually } from '../eventually.ts'

// Node finds only some of the names that this CommonJS package exports.
const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs

/** A right of a user: what may be done with which topic or group. */
export type Grant = readonly [
  operation: 'READ' | 'WRITE' | 'CREATE' | 'DESCRIBE' | 'DESCRIBE_CONFIGS' | 'ALTER_CONFIGS',
  type: 'TOPIC' | 'GROUP',
  name: string,
]

/** What an operator does who may do everything; it counts when the promise has resolved. */
export type KafkaOperator = {
  grant(user: string, ...grants: readonly Grant[]): Promise<void>
  revoke(user: string, ...grants: readonly Grant[]): Promise<void>
  createTopics(...topics: readonly { topic: string; numPartitions: number }[]): Promise<void>
}

/** An operator who comes in where no password is asked for. */
export function createOperator(brokers: string): KafkaOperator {
  const toAcls = (user: string, grants: readonly Grant[]) => grants.map((one) => toAcl(user, one))
  return {
    grant: (user, ...grants) =>
      work(brokers, async (admin) => {
        const acl = toAcls(user, grants)
        await admin.createAcls({ acl })
        await untilKnown(admin, acl, true)
      }),
    revoke: (user, ...grants) =>
      work(brokers, async (admin) => {
        const filters = toAcls(user, grants)
        await admin.deleteAcls({ filters })
        await untilKnown(admin, filters, false)
      }),
    createTopics: (...topics) =>
      work(brokers, (admin) => admin.createTopics({ topics: [...topics] })),
  }
}

function toAcl(user: string, [operation, type, resourceName]: Grant) {
  return {
    resourceName,
    principal: `User:${user}`,
    host: '*',
    permissionType: AclPermissionTypes.ALLOW,
    operation: AclOperationTypes[operation],
    resourceType: AclResourceTypes[type],
    resourcePatternType: ResourcePatternTypes.LITERAL,
  }
}

// A broker answers a change before it goes by it; what it lists, it goes by.
async function untilKnown(
  admin: Admin,
  acls: readonly ReturnType<typeof toAcl>[],
  isThere: boolean,
): Promise<void> {
  for (const acl of acls)
    await eventually(async () => {
      const { resources } = await admin.describeAcls(acl)
      return resources.length > 0 === isThere
    })
}

async function work(brokers: string, task: (admin: Admin) => Promise<unknown>): Promise<void> {
  const admin = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING }).admin()
  await admin.connect()
  try {
    await task(admin)
  } finally {
    await admin.disconnect()
  }
}
