import kafkajs, { type AclEntry } from 'kafkajs';

const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, Kafka, logLevel, ResourcePatternTypes } = kafkajs;

interface Rights {
  readonly read: readonly string[];
  readonly write: readonly string[];
  /** The consumer group that it joins. */
  readonly group?: string;
}

/** What each service does with which topics: the table of docs/operations.md. */
export const rightsOf: Readonly<Record<string, Rights>> = {
  'order-ingestion': { read: ['orders'], write: ['orders'] },
  'customer-registry': { read: ['customers'], write: ['customers'] },
  'interaction-capture': {
    read: ['customers', 'interactions', 'orders', 'governance'],
    write: ['customers', 'interactions', 'orders'],
    group: 'interaction-capture',
  },
  scoring: {
    read: ['customers', 'interactions', 'orders', 'governance', 'scores'],
    write: ['scores', 'governance'],
    group: 'scoring',
  },
  alerting: {
    read: ['customers', 'interactions', 'scores', 'alerts', 'governance'],
    write: ['alerts', 'governance'],
    group: 'alerting',
  },
  outreach: {
    read: ['customers', 'interactions', 'scores', 'alerts', 'governance'],
    write: ['interactions'],
    group: 'outreach',
  },
};

const topics = ['customers', 'interactions', 'orders', 'scores', 'alerts', 'governance'];
/** The service that is started first, and makes the topics. */
const first = 'order-ingestion';

/**
 * Gives each service the rights that it needs, and no other.
 * @param brokers where whoever connects may do everything
 * @param principalOf as whom a service is known, such as `User:scoring`
 */
export async function grantRights(
  brokers: readonly string[],
  prefix: string,
  principalOf: (service: string) => string,
): Promise<void> {
  const { TOPIC, GROUP } = AclResourceTypes;
  const { CREATE, DESCRIBE, DESCRIBE_CONFIGS, READ, WRITE } = AclOperationTypes;
  const acl = Object.entries(rightsOf).flatMap(([service, { read, write, group }]) => {
    const may = (operation: number, names: readonly string[], resourceType = TOPIC): AclEntry[] =>
      names.map((name) => ({
        ...{ resourceType, resourceName: `${prefix}${name}`, resourcePatternType: ResourcePatternTypes.LITERAL },
        ...{ principal: principalOf(service), host: '*', operation, permissionType: AclPermissionTypes.ALLOW },
      }));
    return [
      ...may(DESCRIBE, topics),
      ...may(DESCRIBE_CONFIGS, topics),
      ...(service === first ? may(CREATE, topics) : []),
      ...may(READ, read),
      ...may(WRITE, write),
      ...(group === undefined ? [] : may(READ, [group], GROUP)),
    ];
  });
  const admin = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  await admin.createAcls({ acl });
  await admin.disconnect();
}
