import kafkajs, { type Admin, Kafka, logLevel } from 'kafkajs'

// Node finds only some of the names that this CommonJS package exports.
const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs

/** A right of a user: what may be done with which topic or group. */
export type Grant = readonly [
  operation: 'READ' | 'WRITE' | 'CREATE' | 'DESCRIBE' | 'DESCRIBE_CONFIGS' | 'ALTER_CONFIGS',
  type: 'TOPIC' | 'GROUP',
  name: string,
]

/** What an operator does who may do everything. */
export type KafkaOperator = {
  grant(user: string, ...grants: readonly Grant[]): Promise<void>
  revoke(user: string, ...grants: readonly Grant[]): Promise<void>
  createTopics(...topics: readonly { topic: string; numPartitions: number }[]): Promise<void>
}

/** An operator who comes in where no password is asked for. */
export function createOperator(brokers: string): KafkaOperator {
  const toAcls = (user: string, grants: readonly Grant[]) =>
    grants.map((one) => ({ ...toAcl(user, one), resourceName: one[2] }))
  return {
    grant: (user, ...grants) =>
      work(brokers, (admin) => admin.createAcls({ acl: toAcls(user, grants) })),
    revoke: (user, ...grants) =>
      work(brokers, (admin) => admin.deleteAcls({ filters: toAcls(user, grants) })),
    createTopics: (...topics) =>
      work(brokers, (admin) => admin.createTopics({ topics: [...topics] })),
  }
}

function toAcl(user: string, [operation, type]: Grant) {
  return {
    ...{ principal: `User:${user}`, host: '*', permissionType: AclPermissionTypes.ALLOW },
    ...{ operation: AclOperationTypes[operation], resourceType: AclResourceTypes[type] },
    resourcePatternType: ResourcePatternTypes.LITERAL,
  }
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
