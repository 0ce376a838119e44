import { Controller, Get, Header, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { register } from 'prom-client';
import { Public } from './principal.js';
import { type Readiness, ReadinessProbe } from './readiness.js';

@Public()
@ApiExcludeController()
@Controller()
export class HealthController {
  constructor(private readonly readiness: ReadinessProbe) {}

  /** Only that the process answers: it touches nothing outside, or a restart would be asked for what no restart mends. */
  @Get('livez')
  @Header('cache-control', 'no-store')
  livez(): { status: string } {
    return { status: 'alive' };
  }

  @Get('readyz')
  @Header('cache-control', 'no-store')
  async readyz(@Res({ passthrough: true }) reply: FastifyReply): Promise<Readiness> {
    const readiness = await this.readiness.read();
    if (readiness.status !== 'ready') void reply.status(503).header('retry-after', '1');
    return readiness;
  }

  @Get('metrics')
  async metrics(@Res() reply: FastifyReply): Promise<void> {
    await reply.header('content-type', register.contentType).send(await register.metrics());
  }
}
