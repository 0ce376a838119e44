import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Config } from '#chassis/config.js';
import { STATEMENT_TIMEOUT_MS } from '#chassis/database.js';
import { Sealer } from '#chassis/sealer.js';
import { ProfilesModule } from '#chassis/profiles.module.js';
import { EventlogModule } from '#eventlog/eventlog.module.js';
import { ProfileStore } from '#profile/profile-store.js';
import { RegistryCache } from './persistence/registry-cache.js';
import { registryEntities } from './persistence/registry-entities.js';
import { SealPlainContacts } from './persistence/seal-plain-contacts.js';
import { AbsencesController } from './registry/absences.controller.js';
import { AreasController } from './registry/areas.controller.js';
import { ImportFile } from './registry/imports/import-file.js';
import { ImportsController } from './registry/imports/imports.controller.js';
import { OfficersController } from './registry/officers.controller.js';
import { OfficesController } from './registry/offices.controller.js';
import { RegistryChanges } from './registry/registry.changes.js';
import { StandIn } from './registry/stand-in.js';
import { ActsController } from './requests/acts.controller.js';
import { assignmentHooks } from './requests/assignment-hooks.js';
import { ReactionsController } from './requests/reactions.controller.js';
import { RunAct } from './requests/run-act.js';

/** What both the event log's hooks and the routes need. */
@Global()
@Module({
  providers: [RegistryCache],
  exports: [RegistryCache],
})
class FoundationModule {}

@Module({
  imports: [
    ProfilesModule,
    FoundationModule,
    EventlogModule.forServiceAsync({
      service: 'assignment',
      schema: 'assignment',
      inject: [RegistryCache, ProfileStore, Sealer],
      useFactory: assignmentHooks,
    }),
    TypeOrmModule.forRootAsync({
      inject: [Config],
      useFactory: ({ databaseUrl }: Config) => ({
        type: 'postgres' as const,
        url: databaseUrl,
        schema: 'assignment',
        entities: registryEntities,
        applicationName: 'liandong-assignment-registry',
        poolSize: 4,
        extra: { statement_timeout: STATEMENT_TIMEOUT_MS },
        logging: false as const,
        retryAttempts: 0,
      }),
    }),
    TypeOrmModule.forFeature(registryEntities),
  ],
  controllers: [
    ReactionsController,
    ActsController,
    AreasController,
    OfficesController,
    OfficersController,
    AbsencesController,
    ImportsController,
  ],
  providers: [RunAct, RegistryChanges, StandIn, ImportFile, SealPlainContacts],
})
export class AssignmentModule {}
