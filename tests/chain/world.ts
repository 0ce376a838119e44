import { join } from 'node:path';
import type { RegistryRows } from '#cli/city/build-registry.js';
import { CityClient, Refused, type RequestView } from '#cli/city/city-client.js';
import { ADMIN, sampleBlock, sampleClaims } from '#cli/city/sample-tokens.js';
import { JURISDICTIONS, seedCity } from '#cli/city/seed-city.js';
import { repositoryRoot } from '#local-stack/repository-root.js';
import type { Claims } from '#local-system/claims.js';
import { startSystem, type System } from '#local-system/start-system.js';
import type { Profile } from '#profile/model.js';
import { ProfileStore } from '#profile/profile-store.js';
import { ownDatabase, ownTopicPrefix } from '#testing/own-database.js';

export const SHANGHAI = '310106';
export const LUXI = '360323';

export interface TimelineItem {
  readonly seq: number;
  readonly at: string;
  readonly type: string;
  readonly by: unknown;
  readonly level?: string;
  readonly assignmentNumber?: number;
  readonly reason: { readonly rule: string; readonly facts: Record<string, unknown>; readonly text: string };
}

/** Monday, 2 March 2026, 09:00 in Beijing: an ordinary working day. */
export const MONDAY_MORNING = Date.parse('2026-03-02T09:00:00+08:00');

/** The whole system on real PostgreSQL and Kafka, with the demo city registered and the clock in the test's hands. */
export class World {
  private constructor(
    readonly system: System,
    readonly client: CityClient,
    readonly registries: ReadonlyMap<string, RegistryRows>,
    readonly profiles: ProfileStore,
    readonly databaseUrl: string,
    readonly kafkaBrokers: readonly string[],
    private readonly drop: () => Promise<void>,
  ) {}

  static async start(
    options: { at?: number; env?: Record<string, string>; kafkaBrokers?: readonly string[] } = {},
  ): Promise<World> {
    const database = await ownDatabase();
    const kafkaBrokers = options.kafkaBrokers ?? process.env['KAFKA_BROKERS']!.split(',');
    const system = await startSystem({
      databaseUrl: database.url,
      kafkaBrokers,
      jurisdictions: JURISDICTIONS,
      clock: { mode: 'stepped', at: options.at ?? MONDAY_MORNING },
      topicPrefix: ownTopicPrefix(),
      partitions: 6,
      ...(options.env ? { env: options.env } : {}),
    });
    const profiles = ProfileStore.load(join(repositoryRoot, 'profiles'), JURISDICTIONS);
    const client = new CityClient(system.baseUrl, (claims) => system.mint(claims));
    const registries = await seedCity(client, (code) => profiles.forJurisdiction(code)!.profile);
    return new World(system, client, registries, profiles, database.url, kafkaBrokers, () => database.drop());
  }

  async stop(): Promise<void> {
    await this.system.stop();
    await this.drop();
  }

  profile(jurisdiction: string): Profile {
    return this.profiles.forJurisdiction(jurisdiction)!.profile;
  }

  /** Somebody of the sample block: `resident`, `admin`, or by level id. */
  who(jurisdiction: string, name: string): Claims {
    const claims = sampleClaims(this.registries.get(jurisdiction)!, this.profile(jurisdiction), jurisdiction)[
      name
    ];
    if (!claims) throw new Error(`nobody plays ${name} in ${jurisdiction}`);
    return claims;
  }

  block(jurisdiction: string): string {
    return sampleBlock(this.registries.get(jurisdiction)!, this.profile(jurisdiction));
  }

  /** A resident's request from the sample block, settled: assigned, unless triage has it. */
  async submit(jurisdiction: string, body: Record<string, unknown>, as?: Claims): Promise<RequestView> {
    const sent = {
      channel: this.profile(jurisdiction).channels[0]!.id,
      areaCode: this.block(jurisdiction),
      contact: { name: '测试居民', phone: '19900010001' },
      ...body,
    };
    const { body: created } = await this.client.send<{ id: string }>(
      'POST',
      '/v1/requests',
      as ?? this.who(jurisdiction, 'resident'),
      sent,
    );
    await this.settle();
    return this.request(created.id);
  }

  async request(id: string, as: Claims = ADMIN): Promise<RequestView> {
    return (await this.client.get<RequestView>(`/v1/requests/${id}`, as)).body;
  }

  async timeline(id: string, as: Claims = ADMIN): Promise<TimelineItem[]> {
    return (await this.client.get<{ items: TimelineItem[] }>(`/v1/requests/${id}/timeline`, as)).body.items;
  }

  /** The holder's office acts, whoever it is, then everything settles. */
  async actAsHolder(id: string, act: string, body: object = {}): Promise<RequestView> {
    const { assignment, jurisdiction } = (await this.request(id)) as RequestView & { jurisdiction: string };
    if (!assignment) throw new Error('nobody holds it');
    const as: Claims = {
      sub: assignment.officer.id,
      role: 'officer',
      jurisdiction,
      level: assignment.level,
      area: this.areaOfOffice(jurisdiction, assignment.office.code),
      office: assignment.office.code,
    };
    await this.client.act(id, `assignment/${act}`, as, body);
    await this.settle();
    return this.request(id);
  }

  async post(id: string, path: string, as: Claims, body: object): Promise<RequestView> {
    await this.client.send('POST', `/v1/requests/${id}/${path}`, as, body);
    await this.settle();
    return this.request(id);
  }

  /** With the ETag of now. */
  async act(id: string, path: string, as: Claims, body: object): Promise<RequestView> {
    await this.client.act(id, path, as, body);
    await this.settle();
    return this.request(id);
  }

  async advance(how: Record<string, unknown>): Promise<{ now: string; steps: number; fired: number }> {
    return (
      await this.client.send<{ now: string; steps: number; fired: number }>(
        'POST',
        '/v1/clock/advance',
        ADMIN,
        how,
      )
    ).body;
  }

  /** Nothing under way any more; the time stays. */
  async settle(): Promise<void> {
    const { body } = await this.client.get<{ now: string }>('/v1/clock', ADMIN);
    await this.advance({ to: body.now });
  }

  /** Advances past the resolve deadline of whoever holds it. */
  async missDeadline(id: string): Promise<RequestView> {
    const { deadlines } = await this.request(id);
    const resolve = deadlines.find((d) => d.kind === 'resolve' || d.kind === 'beyond_reply');
    if (!resolve) throw new Error(`no deadline to miss among ${deadlines.map((d) => d.kind)}`);
    await this.advance({ to: resolve.dueAt });
    return this.request(id);
  }

  /** Caught notices about a request, by recipient and purpose, in the order of sending. */
  async notices(number: string): Promise<{ purpose: string; recipient: string; text: string }[]> {
    const answer = await fetch(`${this.system.baseUrl}/dev/outbox.json?number=${encodeURIComponent(number)}`);
    return ((await answer.json()) as { items: { purpose: string; recipient: string; text: string }[] }).items;
  }

  private areaOfOffice(jurisdiction: string, office: string): string {
    return this.registries.get(jurisdiction)!.offices.find((o) => o.code === office)!.areaCode;
  }
}

/** The code of the problem an act is refused with. */
export async function refusal(act: Promise<unknown>): Promise<{ status: number; code: string | undefined }> {
  try {
    await act;
  } catch (error) {
    if (error instanceof Refused) return { status: error.status, code: error.problem.code };
    throw error;
  }
  throw new Error('it was not refused');
}
