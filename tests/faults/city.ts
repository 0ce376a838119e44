import { join } from 'node:path';
import { CityClient } from '#cli/city/city-client.js';
import { ADMIN } from '#cli/city/sample-tokens.js';
import { JURISDICTIONS, seedCity } from '#cli/city/seed-city.js';
import { repositoryRoot } from '#local-stack/repository-root.js';
import type { Stack } from '#local-stack/stack.js';
import { startSystem, type System } from '#local-system/start-system.js';
import { ProfileStore } from '#profile/profile-store.js';
import { ownDatabase, ownTopicPrefix } from '#testing/own-database.js';
import { waitUntil } from '#testing/wait-until.js';
import { JournalWriter } from './journal-writer.js';
import type { Place } from './officers.js';
import { type Keeper, KEEPERS } from '../checker/stores.js';
import { type Proxies, type Servers, type ServersOptions, startServers } from './servers.js';
import { sql } from './sql.js';
import { Topic } from './topic.js';

/** Monday, 2 March 2026, 09:00 in Beijing: an ordinary working day. */
const MONDAY_MORNING = Date.parse('2026-03-02T09:00:00+08:00');
/** Five minutes in a second: the shortest time to resolve, thirty minutes, is over in six. */
export const RATE = 300;
const PARTITIONS = 12;
const PUSH_MISSED_MS = 1_500;
const SHANGHAI = '310106';

export interface CityOptions extends ServersOptions {
  /** Of all services; what it needs is started with it. */
  readonly env?: () => Promise<Readonly<Record<string, string>>>;
  /** Ends what `env` started. */
  readonly afterwards?: () => Promise<void>;
  /** Of the services that keep data only these, once the city is registered. */
  readonly only?: readonly Keeper[];
  /** For the logs of the services; it is left there. Without one they are gone when the city stops. */
  readonly folder?: string;
}

/** The whole system with the demo city registered and the clock running, on servers of its own or shared ones. */
export class City {
  /** Of all that was played here: the checker judges the whole store and the whole topic. */
  readonly journal = new JournalWriter();

  private constructor(
    readonly system: System,
    readonly topic: Topic,
    readonly client: CityClient,
    readonly place: Place,
    readonly databaseUrl: string,
    readonly brokers: readonly string[],
    private readonly servers: Servers,
    readonly only: readonly Keeper[] | undefined,
    private readonly end: () => Promise<void>,
  ) {}

  /** Only with servers of its own. */
  get stack(): Stack | undefined {
    return this.servers.stack;
  }

  get proxies(): Proxies | undefined {
    return this.servers.proxies;
  }

  static async start(options: CityOptions): Promise<City> {
    const servers = await startServers(options);
    try {
      return await City.on(servers, options);
    } catch (error) {
      await servers.stop();
      throw error;
    }
  }

  private static async on(servers: Servers, options: CityOptions): Promise<City> {
    const { env, afterwards, only, folder } = options;
    const database = await ownDatabase(servers.stack?.databaseUrl);
    const { brokers } = servers;
    const system = await startSystem({
      databaseUrl: servers.through(database.url),
      kafkaBrokers: brokers,
      jurisdictions: JURISDICTIONS,
      clock: { mode: 'running', at: MONDAY_MORNING, rate: RATE },
      topicPrefix: ownTopicPrefix(),
      partitions: PARTITIONS,
      ...(folder ? { folder } : {}),
      env: {
        // All the load comes from one address.
        RATE_LIMITS: 'address=0,resident=0,staff=0,phone=0',
        LIANDONG_FAILPOINTS_ALLOWED: '1',
        ...(await env?.()),
      },
    });
    const end = async () => {
      await system.stop();
      await afterwards?.();
      await database.drop();
      await servers.stop();
    };
    try {
      const topic = new Topic(brokers, system.topicPrefix, only ?? KEEPERS);
      await topic.stampByBroker();
      const profiles = ProfileStore.load(join(repositoryRoot, 'profiles'), JURISDICTIONS);
      const profileOf = (code: string) => profiles.forJurisdiction(code)!.profile;
      const client = new CityClient(system.baseUrl, (claims) => system.mint(claims));
      const registry = (await seedCity(client, profileOf)).get(SHANGHAI)!;
      const offices = new Map(registry.offices.map(({ code, areaCode }) => [code, areaCode]));
      const lowest = profileOf(SHANGHAI).levels[0]!.id;
      const place: Place = {
        jurisdiction: SHANGHAI,
        areas: registry.areas.filter(({ level }) => level === lowest).map(({ code }) => code),
        areaOfOffice: (code) => offices.get(code)!,
        helpReason: profileOf(SHANGHAI).help.reasons[0]!.code,
        secretName: '测试居民甲乙丙',
        secretPhone: '19912345678',
      };
      const city = new City(system, topic, client, place, database.url, brokers, servers, only, end);
      for (const secret of [place.secretName, place.secretPhone])
        city.journal.add({ type: 'secret', text: secret });
      if (only)
        await Promise.all(
          KEEPERS.filter((name) => !only.includes(name)).map((name) => system.services[name].stop()),
        );
      return city;
    } catch (error) {
      await end();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.end();
  }

  /** Sets the mode, and writes down from when on it was on its way and when all had it. The time goes on from where it is. */
  async setClock(mode: 'running' | 'stepped'): Promise<void> {
    const from = this.journal.hasClock ? Date.now() : 0;
    await waitUntil(() => this.client.send('PUT', '/v1/clock', ADMIN, { mode, rate: RATE }), {
      what: `the clock ${mode}`,
      timeoutMs: 90_000,
      everyMs: 200,
    });
    const [row] = await sql<{ base: number; realBase: number }>(
      this.databaseUrl,
      `select (extract(epoch from base) * 1000)::float8 as base,
         (extract(epoch from real_base) * 1000)::float8 as "realBase" from clock.setting`,
    );
    // A service that missed the push reads the row within a second.
    const confirmed = Date.now() + PUSH_MISSED_MS;
    this.journal.add({ type: 'clock', from, confirmed, mode, rate: RATE, ...row! });
  }
}
