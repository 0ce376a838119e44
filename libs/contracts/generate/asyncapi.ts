import { catalogue, type EventName } from '#contracts/catalogue.js';
import { chain } from '#contracts/chain.js';
import { stringify } from 'yaml';
import { cloudEventHeaders } from './cloud-event-headers.js';
import { eventWords } from './event-words.js';
import { exampleOf } from './example.js';
import { jsonSchemaOf } from './json-schema.js';

const SERVICES = ['intake', 'triage', 'assignment', 'escalation', 'notification', 'ledger'] as const;
const CHANNEL = 'requests';

/** docs/asyncapi.yaml: an AsyncAPI 3.0 document of the topic, with one send and one receive operation a service. */
export function asyncapi(): string {
  const document = {
    asyncapi: '3.0.0',
    info: {
      title: '联动 Liandong',
      version: '1.0.0',
      description:
        '诉求流转的事件日志。What happens to residents’ requests, in order, for every service and outside reader.',
      license: { name: 'MIT' },
    },
    defaultContentType: 'application/json',
    servers: {
      broker: {
        host: '{host}:{port}',
        protocol: 'kafka',
        description: 'As KAFKA_BROKERS names it.',
        variables: { host: { default: '127.0.0.1' }, port: { default: '9092' } },
      },
    },
    channels: {
      [CHANNEL]: {
        address: 'liandong.requests.v1',
        description: 'Key = request id: everything about one request is in order. Kept for ever.',
        messages: Object.fromEntries(
          chain.map(({ event }) => [event, { $ref: `#/components/messages/${event}` }]),
        ),
        bindings: { kafka: { partitions: 48, bindingVersion: '0.5.0' } },
      },
    },
    operations: Object.fromEntries(SERVICES.flatMap(operationsOf)),
    components: {
      messages: Object.fromEntries(chain.map(({ event }) => [event, messageOf(event)])),
      messageTraits: { cloudEvent: { contentType: 'application/json', headers: cloudEventHeaders } },
    },
  };
  const text = stringify(document, { lineWidth: 0, singleQuote: true, aliasDuplicateObjects: false });
  return `# Generated from libs/contracts by generate/write-documents.ts; do not edit.\n${text}`;
}

function operationsOf(service: (typeof SERVICES)[number]): [string, unknown][] {
  const sent = chain.filter(({ writer }) => writer === service);
  const received = service === 'ledger' ? chain : chain.filter(({ readers }) => readers.includes(service));
  const operation = (action: 'send' | 'receive', links: typeof chain): [string, unknown] => [
    `${service}.${action}`,
    {
      action,
      channel: { $ref: `#/channels/${CHANNEL}` },
      messages: links.map(({ event }) => ({ $ref: `#/channels/${CHANNEL}/messages/${event}` })),
      ...(action === 'receive'
        ? {
            bindings: {
              kafka: { groupId: { type: 'string', const: `liandong.${service}` }, bindingVersion: '0.5.0' },
            },
          }
        : {}),
    },
  ];
  return [
    ...(sent.length ? [operation('send', sent)] : []),
    ...(received.length ? [operation('receive', received)] : []),
  ];
}

function messageOf(event: EventName): unknown {
  const { $schema: _, $id: __, ...schema } = jsonSchemaOf(event);
  const { headers, body } = exampleOf(event);
  return {
    name: `liandong.${event}.v1`,
    title: eventWords[event].name,
    summary: catalogue[event].description,
    description: eventWords[event].meaning,
    traits: [{ $ref: '#/components/messageTraits/cloudEvent' }],
    payload: { schemaFormat: 'application/schema+json;version=draft-07', schema },
    bindings: { kafka: { key: { type: 'string', format: 'uuid' }, bindingVersion: '0.5.0' } },
    examples: [{ name: 'committed', headers, payload: body }],
  };
}
