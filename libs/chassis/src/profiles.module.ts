import { Global, Module } from '@nestjs/common';
import { ProfileStore } from '#profile/profile-store.js';
import { Config } from './config.js';

/** The profiles of the installation, read once at the start; a wrong one is refused there. */
@Global()
@Module({
  providers: [
    {
      provide: ProfileStore,
      inject: [Config],
      useFactory: ({ profilesDir, jurisdictions }: Config) => ProfileStore.load(profilesDir, jurisdictions),
    },
  ],
  exports: [ProfileStore],
})
export class ProfilesModule {}
