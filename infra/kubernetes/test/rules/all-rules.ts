import {
  belongsToCluster,
  kafkaIsPinned,
  rightsFollowManifest,
  scalingFollowsManifest,
  topicsFollowContracts,
} from './kafka.ts'
import { networkIsEnough } from './network.ts'
import {
  graceIsEnough,
  movesOneByOne,
  probesAsk,
  resourcesAreSet,
  securityIsComposes,
} from './pods.ts'
import type { Rule } from './rule.ts'
import {
  followsManifest,
  imagesAreComposes,
  kafkaIsComposes,
  settingsAreComposes,
  settingsAreKnown,
} from './services.ts'

/** Every rule, by what it says. */
export const allRules = {
  'services are those of the manifest': followsManifest,
  'settings are known': settingsAreKnown,
  'settings are those of Compose': settingsAreComposes,
  'images are those of Compose': imagesAreComposes,
  'Kafka is set as in Compose': kafkaIsComposes,
  'probes ask what they should': probesAsk,
  'the grace period covers the drain': graceIsEnough,
  'pods are locked up as in Compose': securityIsComposes,
  'resources are set': resourcesAreSet,
  'pods move one by one': movesOneByOne,
  'the network lets through what is needed': networkIsEnough,
  'rights on Kafka follow the manifest': rightsFollowManifest,
  'topics follow the contracts': topicsFollowContracts,
  'Kafka has the pinned version': kafkaIsPinned,
  'what Strimzi makes names its cluster': belongsToCluster,
  'KEDA scales as the manifest says': scalingFollowsManifest,
} satisfies Readonly<Record<string, Rule>>

/** What a rule is called. */
export type RuleName = keyof typeof allRules
