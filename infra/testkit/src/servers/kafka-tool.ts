import { prepareKafka, runKafkaTool } from '@tailspan/local'

/**
 * Runs a program of Apache Kafka's own jars, of the version that the tests run on, and returns what it prints.
 *
 * errors: those of @tailspan/local, with the program's own words
 */
export async function askKafka(main: string, ...args: readonly string[]): Promise<string> {
  return runKafkaTool(await prepareKafka(), [main, ...args])
}
