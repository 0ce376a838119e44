/**
 * What a single broker for Liandong is told wherever it runs. Topics are never created on first use, and nothing is deleted or
 * refused by age: events carry the times of a virtual clock, which may run years behind or ahead of this machine's.
 */
export const brokerSettings: Readonly<Record<string, string>> = {
  'auto.create.topics.enable': 'false',
  'offsets.topic.replication.factor': '1',
  'transaction.state.log.replication.factor': '1',
  'transaction.state.log.min.isr': '1',
  'share.coordinator.state.topic.replication.factor': '1',
  'share.coordinator.state.topic.min.isr': '1',
  'group.initial.rebalance.delay.ms': '0',
  'log.retention.ms': '-1',
  'log.message.timestamp.after.max.ms': '9223372036854775807',
};

/** `KAFKA_…` for each setting, as Kafka's image reads them. */
export const asVariables = (settings: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      `KAFKA_${name.toUpperCase().replaceAll('.', '_')}`,
      value,
    ]),
  );

/** server.properties of a single broker that is its own controller. */
export function kafkaProperties(port: number, controllerPort: number, logDir: string): string {
  const settings: Record<string, string | number | boolean> = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'log.dirs': logDir,
    ...brokerSettings,
    'num.partitions': 4,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.num.partitions': 2,
    // A killed broker is let in again only when its old session has ended: 11 s with the default of 9 s.
    'broker.session.timeout.ms': 4_000,
    'broker.heartbeat.interval.ms': 1_000,
    // The default takes half of the heap of 256 MB.
    'log.cleaner.dedupe.buffer.size': 4_194_304,
    // Each partition maps two index files of this size; the default of 10 MB is felt with many test topics of 48 partitions.
    'log.index.size.max.bytes': 1_048_576,
  };
  return `${Object.entries(settings)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n')}\n`;
}

/** Small heap, quick start; no /tmp/hsperfdata_*, native libraries unpacked inside the data folder: nothing stays behind. */
export const javaOptions = (temporaryFolder: string) => [
  '-Xms64m',
  '-Xmx256m',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-XX:-UsePerfData',
  '-XX:+ExitOnOutOfMemoryError',
  `-Djava.io.tmpdir=${temporaryFolder}`,
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
];
