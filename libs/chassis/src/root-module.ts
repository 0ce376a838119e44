import { type DynamicModule, Module, type Type } from '@nestjs/common';

@Module({})
class Root {}

/** The chassis and the service's own module side by side, so that the service need not name the chassis. */
export const rootModule = (chassis: DynamicModule, service: Type): DynamicModule => ({
  module: Root,
  imports: [chassis, service],
});
