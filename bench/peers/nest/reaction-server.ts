import 'reflect-metadata';
import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  EventPattern,
  type KafkaContext,
  KafkaRetriableException,
  type MicroserviceOptions,
  Payload,
  Ctx,
  Transport,
} from '@nestjs/microservices';
import { InjectDataSource, TypeOrmModule } from '@nestjs/typeorm';
import { Column, DataSource, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';

const TOPIC = 'liandong.requests.v1';

@Entity('peer_request')
export class RequestState {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('int')
  seq!: number;

  @Column('jsonb')
  body!: Record<string, unknown>;
}

@Entity('peer_inbox')
export class InboxRow {
  @PrimaryColumn('uuid')
  eventId!: string;

  @Column('text')
  outcome!: string;
}

@Entity('peer_outbox')
export class OutboxRow {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id!: string;

  @Column('text')
  key!: string;

  @Column('jsonb')
  headers!: Record<string, string>;

  @Column('jsonb')
  value!: Record<string, unknown>;
}

/** What a Nest service usually does with an event: a transaction of the ORM around inbox, state and outbox. */
@Controller()
export class ReactionController {
  static handled = 0;

  constructor(@InjectDataSource() private readonly source: DataSource) {}

  @EventPattern(TOPIC)
  async on(@Payload() body: Record<string, unknown>, @Ctx() context: any): Promise<void> {
    const { headers, key } = (context as KafkaContext).getMessage();
    const eventId = String(headers!['ce_id']);
    const id = String(key);
    try {
      await this.source.transaction(async (manager) => {
        const { identifiers } = await manager
          .createQueryBuilder()
          .insert()
          .into(InboxRow)
          .values({ eventId, outcome: 'applied' })
          .orIgnore()
          .returning('*')
          .execute();
        if (identifiers.length === 0) return;
        const found = await manager.findOne(RequestState, {
          where: { id },
          lock: { mode: 'pessimistic_write' },
        });
        const state = found ?? manager.create(RequestState, { id, seq: 0, body: {} });
        state.seq += 1;
        state.body = { ...state.body, [String(headers!['ce_type'])]: body };
        await manager.save(state);
        await manager.insert(OutboxRow, {
          key: id,
          headers: { ce_type: 'liandong.Handled.v1', ce_sequence: String(state.seq) },
          value: body as never,
        });
      });
    } catch (error) {
      throw new KafkaRetriableException(String(error));
    }
    ReactionController.handled += 1;
  }
}

export async function startReactionServer(url: string, brokers: string[]) {
  @Module({
    imports: [
      TypeOrmModule.forRoot({
        type: 'postgres',
        url,
        entities: [RequestState, InboxRow, OutboxRow],
        synchronize: true,
        poolSize: 20,
      }),
    ],
    controllers: [ReactionController],
  })
  class PeerModule {}

  const app = await NestFactory.createMicroservice<MicroserviceOptions>(PeerModule, {
    logger: false,
    transport: Transport.KAFKA,
    options: {
      postfixId: '',
      client: { brokers, logLevel: 0 },
      consumer: { groupId: 'peer', allowAutoTopicCreation: false },
      subscribe: { fromBeginning: true },
      run: { partitionsConsumedConcurrently: 16 },
    },
  });
  await app.listen();
  return { handled: () => ReactionController.handled, close: () => app.close() };
}
