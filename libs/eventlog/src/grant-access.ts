import kafkajs, { type AclOperationTypes, type AclResourceTypes, type Admin } from 'kafkajs';
import { chain } from '#contracts/chain.js';
import { type KafkaAccess, kafkaClient } from './kafka-client.js';
import { consumerGroup, requestsTopic } from './topics.js';

// Node does not find these by name in a CommonJS module.
const { AclOperationTypes: Operation, AclPermissionTypes: Permission } = kafkajs;
const { AclResourceTypes: Resource, ResourcePatternTypes: Pattern } = kafkajs;

/** As whom a service logs in at the broker; its role in the database has the same name. */
export const brokerUser = (service: string): string => `liandong_${service}`;

/**
 * Lets each service's user read the topic in its own group, and those write it that have something to say. Safe to repeat.
 * Nothing is granted where the broker asks nobody who he is. @param access an administrator's
 */
export async function grantAccess(
  access: KafkaAccess,
  prefix: string,
  services: readonly string[],
): Promise<void> {
  const admin = kafkaClient(access, 'liandong-acls').admin();
  await admin.connect();
  try {
    await admin.createAcls({ acl: services.flatMap((service) => aclsOf(service, prefix)) });
  } catch (error) {
    if ((error as { type?: string }).type !== 'SECURITY_DISABLED') throw error;
  } finally {
    await admin.disconnect();
  }
}

type Acl = Parameters<Admin['createAcls']>[0]['acl'][number];

function aclsOf(service: string, prefix: string): Acl[] {
  const may = (resourceType: AclResourceTypes, resourceName: string, operation: AclOperationTypes): Acl => ({
    principal: `User:${brokerUser(service)}`,
    host: '*',
    resourceType,
    resourceName,
    resourcePatternType: Pattern.LITERAL,
    operation,
    permissionType: Permission.ALLOW,
  });
  const topic = requestsTopic(prefix);
  const writes = chain.some(({ writer }) => writer === service);
  return [
    may(Resource.TOPIC, topic, Operation.READ),
    may(Resource.GROUP, consumerGroup(prefix, service), Operation.READ),
    // Who only reads has a relay all the same, which says nothing but opens a producer.
    may(Resource.CLUSTER, 'kafka-cluster', Operation.IDEMPOTENT_WRITE),
    ...(writes ? [may(Resource.TOPIC, topic, Operation.WRITE)] : []),
  ];
}
