// A Nest service that takes requests in the usual ways. STORE=none | statement | typeorm, DATABASE_URL, PORT, JWKS (JSON),
// ISSUER, AUDIENCE. The token is checked once and remembered, as ours is; nobody but ours stores the Idempotency-Key.
import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import {
  Body,
  type CanActivate,
  Controller,
  type ExecutionContext,
  Headers,
  Inject,
  Injectable,
  Module,
  Post,
  UnauthorizedException,
  UseGuards,
  ValidationPipe,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Type } from 'class-transformer';
import { IsIn, IsOptional, IsString, Length, Matches, MaxLength, ValidateNested } from 'class-validator';
import { createLocalJWKSet, type JWTPayload, jwtVerify } from 'jose';
import pg from 'pg';
import { Column, DataSource, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';

const {
  STORE = 'none',
  PORT = '0',
  DATABASE_URL = '',
  JWKS = '{"keys":[]}',
  ISSUER = '',
  AUDIENCE = '',
} = process.env;
const POOL = 16;

class Contact {
  @IsString() @Length(1, 100) name!: string;
  @Matches(/^1[3-9]\d{9}$/) phone!: string;
}

class Submission {
  @Matches(/^[a-z][a-z0-9_]{0,63}$/) channel!: string;
  @Matches(/^\d{2,15}$/) areaCode!: string;
  @IsOptional() @IsString() @MaxLength(200) title?: string;
  @IsString() @Length(1, 20_000) text!: string;
  @IsOptional() @IsIn(['ordinary', 'urgent', 'emergency']) urgency?: string;
  @IsOptional() @ValidateNested() @Type(() => Contact) contact?: Contact;
}

@Entity('request')
class Request {
  @PrimaryColumn('uuid') id!: string;
  @Column('text', { name: 'area_code' }) areaCode!: string;
  @Column('text') channel!: string;
  @Column('text') requester!: string;
  @Column('jsonb') body!: object;
}

@Entity('outbox')
class Outbox {
  @PrimaryGeneratedColumn({ type: 'bigint' }) id!: string;
  @Column('text') topic!: string;
  @Column('text') key!: string;
  @Column('jsonb') value!: object;
}

interface Taken {
  readonly id: string;
  readonly number: string;
  readonly state: 'received';
  readonly receivedAt: string;
}

abstract class Store {
  abstract add(requester: string, submission: Submission): Promise<Taken>;
}

const taken = ({ areaCode }: Submission): Taken => {
  const id = randomUUID();
  return {
    id,
    number: `${areaCode.slice(0, 6)}-${id.slice(0, 8)}`,
    state: 'received',
    receivedAt: new Date().toISOString(),
  };
};

class NoStore extends Store {
  async add(_requester: string, submission: Submission): Promise<Taken> {
    return taken(submission);
  }
}

/** Request and event in one prepared statement, which is its own transaction. */
class OneStatement extends Store {
  readonly #pool = new pg.Pool({ connectionString: DATABASE_URL, max: POOL });

  async add(requester: string, submission: Submission): Promise<Taken> {
    const answer = taken(submission);
    await this.#pool.query({
      name: 'add',
      text: `with r as (insert into request (id, area_code, channel, requester, body) values ($1, $2, $3, $4, $5) returning id, body)
        insert into outbox (topic, key, value) select 'requests', id::text, body from r`,
      values: [
        answer.id,
        submission.areaCode,
        submission.channel,
        requester,
        JSON.stringify({ ...submission, ...answer }),
      ],
    });
    return answer;
  }
}

/** As the handbook has it: a transaction with two entities saved. */
class TypeOrmTransaction extends Store {
  constructor(private readonly source: DataSource) {
    super();
  }

  async add(requester: string, submission: Submission): Promise<Taken> {
    const answer = taken(submission);
    const { areaCode, channel } = submission;
    await this.source.transaction(async (manager) => {
      const body = { ...submission, ...answer };
      await manager.save(manager.create(Request, { id: answer.id, areaCode, channel, requester, body }));
      await manager.save(manager.create(Outbox, { topic: 'requests', key: answer.id, value: body }));
    });
    return answer;
  }
}

async function openStore(): Promise<Store> {
  if (STORE === 'none') return new NoStore();
  if (STORE === 'statement') return new OneStatement();
  const source = new DataSource({
    type: 'postgres',
    url: DATABASE_URL,
    entities: [Request, Outbox],
    extra: { max: POOL },
  });
  return new TypeOrmTransaction(await source.initialize());
}

const keys = createLocalJWKSet(JSON.parse(JWKS));
const verified = new Map<string, JWTPayload>();

@Injectable()
class TokenGuard implements CanActivate {
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest();
    const token = String(request.headers.authorization ?? '').replace(/^Bearer /, '');
    try {
      let payload = verified.get(token);
      if (!payload || (payload.exp ?? 0) * 1000 < Date.now()) {
        ({ payload } = await jwtVerify(token, keys, {
          issuer: ISSUER,
          audience: AUDIENCE,
          requiredClaims: ['exp', 'sub'],
        }));
        verified.set(token, payload);
      }
      request.user = payload;
      return true;
    } catch {
      throw new UnauthorizedException();
    }
  }
}

@Controller('v1/requests')
@UseGuards(TokenGuard)
class RequestsController {
  constructor(@Inject(Store) private readonly store: Store) {}

  @Post()
  submit(@Body() body: Submission, @Headers('idempotency-key') _key: string): Promise<Taken> {
    return this.store.add('resident-1', body);
  }
}

@Module({
  controllers: [RequestsController],
  providers: [TokenGuard, { provide: Store, useFactory: openStore }],
})
class IntakeModule {}

const app = await NestFactory.create<NestFastifyApplication>(IntakeModule, new FastifyAdapter(), {
  logger: false,
});
app.useGlobalPipes(new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true, transform: true }));
await app.listen(Number(PORT), '127.0.0.1');
process.send?.({ url: await app.getUrl() });
process.on('disconnect', () => process.exit());
