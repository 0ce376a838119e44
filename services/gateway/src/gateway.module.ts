import { Module, type OnModuleInit } from '@nestjs/common';
import { ReadinessProbe } from '#chassis/readiness.js';
import { ClockHand } from './clock/clock-hand.js';
import { ClockController } from './clock/clock.controller.js';
import { ClockRow } from './clock/clock-row.js';
import { Installation } from './clock/installation.js';
import { ServedRoutes } from './proxy/served-routes.js';

@Module({
  controllers: [ClockController],
  providers: [Installation, ClockRow, ClockHand, ServedRoutes],
})
export class GatewayModule implements OnModuleInit {
  constructor(
    private readonly readiness: ReadinessProbe,
    private readonly installation: Installation,
    private readonly served: ServedRoutes,
  ) {}

  /** The door is open when everybody behind it can work. */
  onModuleInit(): void {
    for (const name of this.installation.services)
      this.readiness.add(name, async () => {
        await this.installation.get(name, '/readyz');
      });
    this.readiness.add('routes', () => this.served.read());
  }
}
