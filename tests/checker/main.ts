import { parseArgs } from 'node:util';
import { judge } from './judge.js';
import { reportOf } from './report.js';

const HELP = `npm run checker -- --journal FILE --database URL --brokers HOST:PORT[,…] [--topic-prefix P] [--base-url URL --token T]
                    [--since MS] [--json]

Judges a system at rest by what it answered (the journal), what its databases hold and what stands on its topic, and by
nothing else: what is lost, happened twice, came in another order, fired early or not at all, is held by nobody, was parked
without cause, is told differently by different services, or leaked.

  --journal FILE    what was answered 2xx, one JSON object a line (tests/checker/journal.ts)
  --database URL    administrator's URL of the database with the services' schemas
  --brokers LIST    Kafka
  --topic-prefix P  before the topic's name
  --base-url URL    ask the system itself for a part of the acknowledged requests, as --token (an administrator's)
  --since MS        tell the lateness of deadlines after this instant, epoch ms
  --json            the judgement as JSON instead of words

Exit code 0: clean; 1: not clean; 2: it could not judge.
`;

const { values } = parseArgs({
  options: {
    journal: { type: 'string' },
    database: { type: 'string' },
    brokers: { type: 'string' },
    'topic-prefix': { type: 'string', default: '' },
    'base-url': { type: 'string' },
    token: { type: 'string' },
    since: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

async function main(): Promise<number> {
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const { journal, database, brokers } = values;
  if (!journal || !database || !brokers) {
    process.stderr.write(`--journal, --database and --brokers are needed\n\n${HELP}`);
    return 2;
  }
  const judged = await judge({
    journal,
    databaseUrl: database,
    brokers: brokers.split(','),
    topicPrefix: values['topic-prefix'],
    ...(values['base-url'] ? { system: { baseUrl: values['base-url'], token: values.token ?? '' } } : {}),
    ...(values.since ? { since: Number(values.since) } : {}),
  });
  process.stdout.write(values.json ? `${JSON.stringify(judged, null, 2)}\n` : `${reportOf(judged)}\n`);
  return judged.clean ? 0 : 1;
}

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  return 2;
});
